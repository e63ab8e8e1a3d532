/**
 * Guesses how the outcome is told: in words, as a yes or no, as an HTTP status, as an error, or by the action's own word.
 *
 * Only what a record says counts. A record that is silent has no outcome: most systems write nothing when all went
 * well, but so do those that do not know.
 */
import { explain, type GuessedField } from './guessExplained.ts'
import type { FieldNames } from './guessNames.ts'
import { type Candidate, candidatesFor } from './guessScore.ts'
import type { PathStats } from './guessStats.ts'
import type { ConditionSource, RuleSource, ValueSource } from './profileSource.ts'
import { matcherFromPatterns } from './wildcard.ts'

/** Names after which `true` means that it went wrong. */
const badWhenTrue = /(error|errored|failed|failure|blocked|denied|rejected)$/
/** Names after which zero means that all went well and any other number that it did not. */
const zeroIsGood =
  /(errorcode|errorno|errno|errornumber|resultcode|resulttype|returncode|exitcode|code|statuserrorcode)$/
/** Names after which one means yes and zero no. */
const oneIsGood = /(success|successful|succeeded|allowed|granted)$/
/** What systems write into an error field when there was none. */
const noError = ['0', 'none', 'no', 'null', 'nil', 'false', 'ok', 'okay', 'n/a', '{}', '[]', 'no?error*', 'success*']
const denial = ['*denied*', '*forbidden*', '*unauthori?ed*', '*not authori?ed*', '*not permitted*', '*not allowed*']
/** Words inside a status that no table knows, `LOGIN_ERROR_INVALID_PASSWORD`. */
const troubleWords = ['*fail*', '*error*', '*invalid*', '*unsuccess*']
/** Words of an action that say how it ended. `user.blocked` or `request.denied` may be what somebody did: not these. */
const actionWords: readonly (readonly [outcome: string, patterns: readonly string[]])[] = [
  ['denied', ['*access?denied', '*accessdenied', '*permission?denied', '*login?denied', '*authentication?denied']],
  ['failure', ['failed *', '*failed', '*failure', '*?fail', '*?unsuccessful', 'unsuccessful *', '*?timed?out']],
  ['success', ['*?success', '*?succeeded', '*?successful', 'successful *']],
]
/** A field that every one of so many records has is no error field, whatever its name. */
const MANY_RECORDS = 20

/** The outcome's value definition, or null where nothing tells it. `action`: what was taken for the action. */
export function guessOutcome(
  table: FieldNames,
  errors: FieldNames,
  all: readonly PathStats[],
  action: Candidate | null,
): { readonly value: ValueSource; readonly explained: GuessedField } | null {
  const words = candidatesFor(table, all)
  const numbers = candidatesFor({ ...table, kind: 'status' }, all).filter(({ stats }) => isCode(stats))
  const seen = new Set<string>()
  const isNew = ({ stats }: Candidate): boolean => !seen.has(stats.path) && seen.add(stats.path).size > 0
  const told = [...words, ...numbers]
    .filter(({ name }) => name !== null)
    .sort((a, b) => b.score - a.score)
    .filter(isNew)
  const failed = candidatesFor(errors, all).filter(({ name, stats }) => name !== null && isErrorField(stats))
  const errorFields = failed.filter(isNew)
  const spoken = action === null ? [] : actionRules(action.stats)
  const candidates = [...told, ...errorFields, ...(action !== null && spoken.length > 0 ? [action] : [])]
  if (candidates.length === 0) return null
  const value: ValueSource = {
    id: 'outcome',
    // A word that settles nothing (running, pending) counts only where nothing else does.
    rules: [
      ...told.flatMap((candidate) => rulesOf(candidate, table)),
      ...errorFields.flatMap(errorRules),
      ...spoken,
      ...told.filter(isWord).map(({ stats }) => anyWord(stats.path)),
    ],
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
  if (isFlag(stats)) return true
  if (stats.texts.every((text) => /^[1-5]\d\d$/.test(text))) return true
  return zeroIsGood.test(stats.tokens.join('')) && stats.texts.some((text) => text === '0')
}

/** Zeros and ones under a name that asks yes or no. */
function isFlag(stats: PathStats): boolean {
  const name = stats.tokens.join('')
  return stats.texts.every((text) => text === '0' || text === '1') && (oneIsGood.test(name) || badWhenTrue.test(name))
}

function isErrorField(stats: PathStats): boolean {
  return stats.coverage < 1 || stats.count < MANY_RECORDS || stats.texts.some((text) => isNoError(text.toLowerCase()))
}

const isNoError = matcherFromPatterns(noError)

function isTruth({ stats }: Candidate): boolean {
  return stats.boolean > 0.5 && badWhenTrue.test(stats.tokens.join(''))
}

function isWord(candidate: Candidate): boolean {
  return candidate.stats.number <= 0.5 && !isTruth(candidate)
}

function rulesOf(candidate: Candidate, table: FieldNames): readonly RuleSource[] {
  const { stats } = candidate
  const key = stats.path
  if (stats.number > 0.5) {
    if (isFlag(stats)) {
      const good = oneIsGood.test(stats.tokens.join('')) ? '1' : '0'
      return [rule({ key, test: 'like', patterns: [good] }, 'success'), rule({ key, test: 'exists' }, 'failure')]
    }
    if (stats.texts.some((text) => text === '0') && zeroIsGood.test(stats.tokens.join(''))) {
      return [rule({ key, test: 'like', patterns: ['0'] }, 'success'), rule({ key, test: 'exists' }, 'failure')]
    }
    return [
      rule({ key, test: 'between', from: 100, to: 399 }, 'success'),
      rule({ key, test: 'like', patterns: ['401', '403', '407', '451'] }, 'denied'),
      rule({ key, test: 'between', from: 400, to: 599 }, 'failure'),
    ]
  }
  if (isTruth(candidate)) {
    return [
      rule({ key, test: 'like', patterns: ['true'] }, 'failure'),
      rule({ key, test: 'like', patterns: ['false'] }, 'success'),
    ]
  }
  const settling = [...table.words].filter(([, outcome]) => outcome !== 'unknown').map(([word]) => word)
  return [
    { when: [{ key, test: 'like', patterns: settling }], is: null, from: [key], template: null },
    rule({ key, test: 'like', patterns: denial }, 'denied'),
    rule({ key, test: 'like', patterns: troubleWords }, 'failure'),
  ]
}

function errorRules({ stats: { path: key } }: Candidate): readonly RuleSource[] {
  return [
    rule({ key, test: 'like', patterns: denial }, 'denied'),
    rule({ key, test: 'unlike', patterns: noError }, 'failure'),
  ]
}

/** Rules on the action, as far as the sampled actions bear such words. */
function actionRules(stats: PathStats): readonly RuleSource[] {
  return actionWords
    .filter(([, patterns]) => {
      const matches = matcherFromPatterns(patterns)
      return stats.texts.some((text) => matches(text.toLowerCase()))
    })
    .map(([outcome, patterns]) => rule({ key: '@action', test: 'like', patterns }, outcome))
}

function anyWord(key: string): RuleSource {
  return { when: [{ key, test: 'exists' }], is: null, from: [key], template: null }
}

function rule(condition: ConditionSource, outcome: string): RuleSource {
  return { when: [condition], is: outcome, from: [], template: null }
}
