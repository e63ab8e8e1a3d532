/**
 * Gives text values their codes during an import: dictionary entries as long as values come back, inline hashes once a
 * field turns out to be different nearly every time, or has more values than a dictionary may hold.
 */
import { DICTIONARY_LIMIT, type FieldStorage } from '../../../../shared/fields.ts'
import { inlineCode } from '../../store/index.ts'

/** A field is judged once it has this many dictionary entries. */
const JUDGED_ENTRIES = 8_192

/** Beyond that, a field of whose values more than this share were new gets no further entries. */
const MAX_NEW_SHARE = 0.4

export class DictionaryBuilder {
  readonly field: string
  private takesNew: boolean
  private readonly codes = new Map<string, number>()
  /** Values asked for, and how many of them were new, since this builder was made. */
  private asked = 0
  private wereNew = 0
  /** Dictionary entries added since `takeNew`. */
  private added: string[] = []

  /** `values[code]` are the entries the case has already; index 0 is not used. */
  constructor(field: string, storage: FieldStorage, values: readonly string[]) {
    this.field = field
    this.takesNew = storage === 'dictionary' && values.length <= DICTIONARY_LIMIT
    for (let code = 1; code < values.length; code++) this.codes.set(values[code], code)
  }

  /** The code of a value; a value that got no dictionary entry gets its inline code (`isInline`). */
  code(value: string): number {
    this.asked++
    const known = this.codes.get(value)
    if (known !== undefined) return known
    if (!this.takesNew) return inlineCode(value)
    const code = this.codes.size + 1
    this.wereNew++
    this.takesNew =
      code < DICTIONARY_LIMIT && (this.wereNew < JUDGED_ENTRIES || this.wereNew < this.asked * MAX_NEW_SHARE)
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
}
