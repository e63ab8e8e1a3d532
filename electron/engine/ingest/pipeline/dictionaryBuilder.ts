/** Gives text values their codes during an import: dictionary entries up to the limit, inline hashes beyond. */
import { DICTIONARY_LIMIT, type FieldStorage } from '../../../../shared/fields.ts'
import { inlineCode } from '../../store/index.ts'

export class DictionaryBuilder {
  readonly field: string
  private readonly takesNew: boolean
  private readonly codes = new Map<string, number>()
  /** Dictionary entries added since `takeNew`. */
  private added: string[] = []

  /** `values[code]` are the entries the case has already; index 0 is not used. */
  constructor(field: string, storage: FieldStorage, values: readonly string[]) {
    this.field = field
    this.takesNew = storage === 'dictionary'
    for (let code = 1; code < values.length; code++) this.codes.set(values[code], code)
  }

  /** The code of a value; a value that got no dictionary entry gets its inline code (`isInline`). */
  code(value: string): number {
    const known = this.codes.get(value)
    if (known !== undefined) return known
    if (!this.takesNew || this.codes.size >= DICTIONARY_LIMIT) return inlineCode(value)
    const code = this.codes.size + 1
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
