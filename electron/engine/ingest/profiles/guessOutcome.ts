/** Guesses how the outcome is told: in words, as a yes or no, as an HTTP status, or as an error code. */
import { explain, type GuessedField } from './guess.ts'
import type { FieldNames } from './guessNames.ts'
import { type Candidate, candidatesFor } from './guessScore.ts'
import type { PathStats } from './guessStats.ts'
import type { RuleSource, ValueSource } from './profileSource.ts'

/** Names after which `true` means that it went wrong. */
const badWhenTrue = /(error|errored|failed|failure|blocked|denied|rejected)$/
/** Names after which zero means that all went well and any other number that it did not. */
const zeroIsGood =
  /(errorcode|errorno|errno|errornumber|resultcode|resulttype|returncode|exitcode|code|statuserrorcode)$/

/** The outcome's value definition, or null where nothing tells it. */
export function guessOutcome(
  table: FieldNames,
  all: readonly PathStats[],
): { readonly value: ValueSource; readonly explained: GuessedField } | null {
  const words = candidatesFor(table, all)
  const numbers = candidatesFor({ ...table, kind: 'status' }, all).filter(({ stats }) => isCode(stats))
  const seen = new Set<string>()
  const candidates = [...words, ...numbers]
    .filter(({ name }) => name !== null)
    .sort((a, b) => b.score - a.score)
    .filter(({ stats }) => !seen.has(stats.path) && seen.add(stats.path))
  if (candidates.length === 0) return null
  const value: ValueSource = {
    id: 'outcome',
    rules: candidates.flatMap(rulesOf),
    from: [],
    template: null,
    as: 'string',
    extract: null,
    map: [...table.words],
    otherwise: null,
  }
  return { value, explained: explain('outcome', candidates) }
}

/** All values are HTTP status codes, or zero and other numbers of a code. */
function isCode(stats: PathStats): boolean {
  if (stats.number < 0.95) return false
  if (stats.texts.every((text) => /^[1-5]\d\d$/.test(text))) return true
  return zeroIsGood.test(stats.tokens.join('')) && stats.texts.some((text) => text === '0')
}

function rulesOf({ stats }: Candidate): readonly RuleSource[] {
  const key = stats.path
  const is = (when: RuleSource['when'], outcome: string): RuleSource => ({
    when,
    is: outcome,
    from: [],
    template: null,
  })
  const name = stats.tokens.join('')
  if (stats.number > 0.5) {
    if (stats.texts.some((text) => text === '0') && zeroIsGood.test(name)) {
      return [is([{ key, test: 'like', patterns: ['0'] }], 'success'), is([{ key, test: 'exists' }], 'failure')]
    }
    return [
      is([{ key, test: 'between', from: 100, to: 399 }], 'success'),
      is([{ key, test: 'like', patterns: ['401', '403', '407', '451'] }], 'denied'),
      is([{ key, test: 'between', from: 400, to: 599 }], 'failure'),
    ]
  }
  if (stats.boolean > 0.5 && badWhenTrue.test(name)) {
    return [
      is([{ key, test: 'like', patterns: ['true'] }], 'failure'),
      is([{ key, test: 'like', patterns: ['false'] }], 'success'),
    ]
  }
  return [{ when: [{ key, test: 'exists' }], is: null, from: [key], template: null }]
}
