/** Fields that are kept beside the events, not in them: what people added (`storage: 'annotation'` of the field table). */
import type { Rows } from '../store/index.ts'
import type { ValueTest } from './valueTest.ts'

/** Answers for those fields. Rows may be more than the case had when it was opened. */
export interface BesideFields {
  /** Rows with a value that passes. */
  matching(field: string, test: ValueTest): Rows
  /** Reads a field's text row by row (event number - 1), as it is now; null where there is none. */
  cellReader(field: string): (row: number) => string | null
}

/** For cases, and parts of a test, without any. */
export const nothingBeside: BesideFields = {
  matching: () => new Uint32Array(0),
  cellReader: () => () => null,
}
