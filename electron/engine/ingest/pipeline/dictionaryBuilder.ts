/**
 * Gives text values their codes during an import: dictionary entries as long as values come back, inline hashes once a
 * field turns out to be different nearly every time, or has more values than a dictionary may hold.
 */
import { DICTIONARY_LIMIT, type FieldStorage } from '../../../../shared/fields.ts'
import { INLINE_BIT } from '../../store/index.ts'

/** When a field gets no further dictionary entries. */
export interface DictionaryLimits {
  /** Entries a dictionary may hold. */
  readonly entries: number
  /** A field is judged once it has this many entries; fewer say nothing about fields of some ten thousand values. */
  readonly judgedEntries: number
  /** It is judged over this many values at a time. */
  readonly judgedValues: number
  /** If more than this share of them were new, the field's values do not come back. */
  readonly newShare: number
}

export const usualLimits: DictionaryLimits = {
  entries: DICTIONARY_LIMIT,
  judgedEntries: 32_768,
  judgedValues: 8_192,
  newShare: 0.6,
}

export class DictionaryBuilder {
  readonly field: string
  private readonly limits: DictionaryLimits
  private takesNew: boolean
  private readonly codes = new Map<string, number>()
  /** Values asked for since the field was last judged, and how many of them were new. */
  private asked = 0
  private wereNew = 0
  /** Dictionary entries added since `takeNew`. */
  private added: string[] = []

  /** `values[code]` are the entries the case has already; index 0 is not used. */
  constructor(field: string, storage: FieldStorage, values: readonly string[], limits = usualLimits) {
    this.field = field
    this.limits = limits
    this.takesNew = storage === 'dictionary' && values.length <= limits.entries
    for (let code = 1; code < values.length; code++) this.codes.set(values[code], code)
  }

  /**
   * The code of a value; for one without a dictionary entry the bare inline bit, as the writing thread works out the codes
   * of such values (`putInlineCodes`).
   */
  code(value: string): number {
    if (this.codes.size === 0 && !this.takesNew) return INLINE_BIT
    if (++this.asked === this.limits.judgedValues) this.judge()
    const known = this.codes.get(value)
    if (known !== undefined) return known
    if (!this.takesNew) return INLINE_BIT
    const code = this.codes.size + 1
    this.wereNew++
    this.takesNew = code < this.limits.entries
    this.codes.set(value, code)
    this.added.push(value)
    return code
  }

  /** The entries added since the last call, in code order, and the code of the first. */
  takeNew(): { newValues: readonly string[]; firstNewCode: number } {
    const newValues = this.added
    this.added = []
    return { newValues, firstNewCode: this.codes.size - newValues.length + 1 }
  }

  private judge(): void {
    const { judgedEntries, judgedValues, newShare } = this.limits
    if (this.codes.size >= judgedEntries && this.wereNew > judgedValues * newShare) this.takesNew = false
    this.asked = 0
    this.wereNew = 0
  }
}
