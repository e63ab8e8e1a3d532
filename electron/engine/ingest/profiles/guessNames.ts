/** The synonym tables of the guess: data in `resources/profiles/generic.names.yaml`, checked here. */
import type { Failure } from '../../../../shared/failure.ts'
import { fieldById } from '../../../../shared/fields.ts'
import { tokensOf } from './guessStats.ts'
import { type Cursor, openYaml } from '../../base/index.ts'

/** What values a field may have; see `plausibility` in guessScore.ts. */
export const guessKinds = [
  'time',
  'name',
  'label',
  'id',
  'ip',
  'text',
  'agent',
  'method',
  'url',
  'status',
  'word',
] as const
export type GuessKind = (typeof guessKinds)[number]

export interface FieldNames {
  readonly field: string
  readonly kind: GuessKind
  /** Loose name → how well it names the field, 0–100. */
  readonly weights: ReadonlyMap<string, number>
  /** Words before the name that speak against it (`target` before `user`). */
  readonly avoid: ReadonlySet<string>
  /** Words before the name that do no harm (`event`, `data`). */
  readonly neutral: ReadonlySet<string>
  /** Word of the system (lower case) → word of the closed vocabulary; empty where the field has none. */
  readonly words: ReadonlyMap<string, string>
}

export interface GuessNames {
  readonly version: number
  readonly fields: readonly FieldNames[]
  /** Fields that hold what went wrong, and nothing else. */
  readonly errors: FieldNames
  /** Operation → wildcards on the action. */
  readonly operations: readonly { readonly operation: string; readonly patterns: readonly string[] }[]
}

const tierWeights: readonly (readonly [string, number])[] = [
  ['best', 95],
  ['good', 75],
  ['weak', 50],
  ['last', 30],
]

function wordSet(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.flatMap((word) => tokensOf([word])))
}

/** Earlier names of a tier are better by this much each. */
const POSITION_STEP = 0.4

/** Reads the tables; failures are `profile/invalid`. */
export function parseGuessNames(
  yamlText: string,
  fileName: string,
): { readonly ok: true; readonly value: GuessNames } | { readonly ok: false; readonly failures: readonly Failure[] } {
  const { root, problems } = openYaml(yamlText)
  const value = root === null ? null : readNames(root)
  if (value !== null && problems.found.length === 0) return { ok: true, value }
  return {
    ok: false,
    failures: problems.found.map((problem) => ({
      code: 'profile/invalid',
      message: `the names of the generic profiles in ${fileName} are not valid: ${problem.path}: ${problem.message}`,
      where: { path: fileName, line: problem.line, field: problem.path },
      kept: 'the profiles that do not guess',
      next: 'correct the file',
    })),
  }
}

function readNames(root: Cursor): GuessNames {
  const map = root.object(['schema', 'version', 'neutral', 'avoid', 'fields', 'errors', 'operations'])
  if (map.get('schema')?.number() !== 1) root.problem('schema: 1 is missing')
  const neutral = map.get('neutral')?.texts() ?? []
  const avoid = map.get('avoid')?.texts() ?? []
  const fields =
    map
      .get('fields')
      ?.entries()
      .map(([field, cursor]) => readField(field, cursor, neutral, avoid)) ?? []
  const errorsAt = map.get('errors')
  if (errorsAt === undefined) root.problem('errors is missing')
  const errors = readField('outcome', errorsAt ?? root, neutral, avoid)
  const operations =
    map
      .get('operations')
      ?.entries()
      .map(([operation, cursor]) => {
        if (fieldById('operation')?.values?.includes(operation) !== true)
          cursor.problem(`"${operation}" is no operation`)
        return { operation, patterns: cursor.texts() }
      }) ?? []
  return { version: map.get('version')?.number() ?? 0, fields, errors, operations }
}

function readField(field: string, cursor: Cursor, neutral: readonly string[], avoid: readonly string[]): FieldNames {
  if (fieldById(field)?.id !== field) cursor.problem(`unknown field "${field}"`)
  const map = cursor.object(['kind', 'avoid', 'neutral', 'words', ...tierWeights.map(([tier]) => tier)])
  const weights = new Map<string, number>()
  for (const [tier, weight] of tierWeights) {
    const names = map.get(tier)?.texts() ?? []
    names.forEach((name, i) => {
      const loose = tokensOf([name]).join('')
      if (weights.has(loose)) map.get(tier)?.problem(`"${name}" is there twice`)
      weights.set(loose, weight - Math.min(15, i * POSITION_STEP))
    })
  }
  const words = new Map<string, string>()
  for (const [word, list] of map.get('words')?.entries() ?? []) {
    if (fieldById(field)?.values?.includes(word) !== true) list.problem(`"${word}" is no ${field}`)
    for (const text of list.texts()) words.set(text.toLowerCase(), word)
  }
  return {
    field,
    kind: map.get('kind')?.oneOf(guessKinds) ?? 'text',
    weights,
    avoid: wordSet([...avoid, ...(map.get('avoid')?.texts() ?? [])]),
    neutral: wordSet([...neutral, ...(map.get('neutral')?.texts() ?? [])]),
    words,
  }
}
