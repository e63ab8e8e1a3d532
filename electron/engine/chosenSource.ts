/** The source that a request names, with its address and parameters filled in. */
import type { SourceChoice } from '../../shared/api/index.ts'
import { type FilledSource, filled, sourceOf } from './pull/index.ts'

/** Fails with `source/not-found`, `source/invalid`. */
export function chosenSource({ source, baseUrl, set }: SourceChoice, dirs: readonly string[]): FilledSource {
  const spec = sourceOf(source, dirs)
  return filled(baseUrl === undefined ? spec : { ...spec, baseUrl }, set)
}
