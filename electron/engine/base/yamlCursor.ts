/**
 * A cursor over a parsed YAML document that collects every problem with its path and line.
 *
 * Reading never throws: a wrong type is noted and gives the default, so one run tells all that is wrong.
 */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'

export interface Problem {
  /** Where in the YAML, e.g. `fields.outcome.rules[2].is`. */
  readonly path: string
  /** 1-based line of the file. */
  readonly line: number
  readonly message: string
}

/** Longest profile text, in UTF-16 code units; a longer one is refused. */
export const MAX_PROFILE_CHARS = 2 * 1024 * 1024
/** Deepest nesting of a profile. */
const MAX_PROFILE_DEPTH = 24

export class Problems {
  readonly found: Problem[] = []
}

export class Cursor {
  readonly #node: Node | null
  readonly #lines: LineCounter
  readonly problems: Problems
  readonly path: string

  constructor(node: Node | null, lines: LineCounter, problems: Problems, path: string) {
    this.#node = node
    this.#lines = lines
    this.problems = problems
    this.path = path
  }

  get line(): number {
    const start = this.#node?.range?.[0]
    return start === undefined ? 1 : this.#lines.linePos(start).line
  }

  problem(message: string): void {
    this.problems.found.push({ path: this.path, line: this.line, message })
  }

  get isMap(): boolean {
    return isMap(this.#node)
  }

  get isList(): boolean {
    return isSeq(this.#node)
  }

  /** Entries of a mapping, in file order; noted as a problem where it is none. */
  entries(): readonly (readonly [string, Cursor])[] {
    if (!isMap(this.#node)) {
      this.problem('must be a mapping')
      return []
    }
    return this.#node.items.map((pair) => {
      const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : ''
      const node = (pair.value ?? null) as Node | null
      const path = this.path === '' ? key : `${this.path}.${key}`
      return [
        key,
        new Cursor(node ?? (pair.key as Node), this.#lines, this.problems, path).orNull(node === null),
      ] as const
    })
  }

  /** The values of a mapping by key; keys that are not among `known` are problems. */
  object(known: readonly string[]): ReadonlyMap<string, Cursor> {
    const map = new Map<string, Cursor>()
    for (const [key, value] of this.entries()) {
      if (known.includes(key)) map.set(key, value)
      else value.problem(`unknown key "${key}"; known here: ${known.join(', ')}`)
    }
    return map
  }

  list(): readonly Cursor[] {
    if (!isSeq(this.#node)) {
      this.problem('must be a list')
      return []
    }
    return this.#node.items.map((item, i) => new Cursor(item as Node, this.#lines, this.problems, `${this.path}[${i}]`))
  }

  /** A scalar as it stands: text, number, boolean or null; undefined (and noted) where it is no scalar. */
  scalar(): string | number | boolean | null | undefined {
    if (this.#isNull) return null
    if (!isScalar(this.#node)) {
      this.problem('must be a single value')
      return undefined
    }
    const value = this.#node.value
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (typeof value === 'number') return value
    this.problem('must be text, a number, true, false or null')
    return undefined
  }

  text(): string | undefined {
    const value = this.scalar()
    if (typeof value === 'string' && value !== '') return value
    if (value !== undefined) this.problem('must be a text that is not empty')
    return undefined
  }

  /** Text of a scalar; null stays null. Numbers and booleans as their text. */
  textOrNull(): string | null | undefined {
    const value = this.scalar()
    if (value === undefined || value === null) return value
    // The text as written: a code such as 007 or 1e3 must not become 7 or 1000.
    if (typeof value === 'number' && isScalar(this.#node)) return this.#node.source ?? String(value)
    return String(value)
  }

  number(): number | undefined {
    const value = this.scalar()
    if (typeof value === 'number' && Number.isFinite(value)) return value
    if (value !== undefined) this.problem('must be a number')
    return undefined
  }

  boolean(): boolean | undefined {
    const value = this.scalar()
    if (typeof value === 'boolean') return value
    if (value !== undefined) this.problem('must be true or false')
    return undefined
  }

  oneOf<T extends string>(allowed: readonly T[]): T | undefined {
    const value = this.scalar()
    const hit = allowed.find((candidate) => candidate === value)
    if (hit === undefined && value !== undefined) this.problem(`must be one of ${allowed.join(', ')}`)
    return hit
  }

  /** A list of texts, or one text standing for a list of one. Numbers and booleans count as their text. */
  texts(): readonly string[] {
    if (!this.isList) {
      const one = this.textOrNull()
      if (one === null) this.problem('must be a text or a list of texts')
      return one === undefined || one === null ? [] : [one]
    }
    const texts: string[] = []
    for (const item of this.list()) {
      const text = item.textOrNull()
      if (text === null) item.problem('must be a text')
      else if (text !== undefined) texts.push(text)
    }
    return texts
  }

  #isNull = false

  private orNull(isNull: boolean): this {
    this.#isNull = isNull
    return this
  }
}

/** Cursor at the root of a YAML text (YAML 1.2 core schema, no custom tags, no aliases), or the problems of its syntax. */
export function openYaml(text: string): { readonly root: Cursor | null; readonly problems: Problems } {
  const problems = new Problems()
  if (text.length > MAX_PROFILE_CHARS) {
    problems.found.push({ path: '', line: 1, message: `longer than ${MAX_PROFILE_CHARS} characters` })
    return { root: null, problems }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, {
    schema: 'core',
    version: '1.2',
    lineCounter: lines,
    uniqueKeys: true,
    logLevel: 'silent',
  })
  // After the first fault of the syntax the parser guesses; what follows only repeats it.
  for (const fault of [...document.errors, ...document.warnings].slice(0, 1)) {
    problems.found.push({
      path: '',
      line: fault.linePos?.[0].line ?? 1,
      message: fault.message.split('\n')[0].replace(/ at line \d+.*$/, ''),
    })
  }
  if (problems.found.length > 0) return { root: null, problems }
  const root = new Cursor(document.contents as Node | null, lines, problems, '')
  checkShape(document.contents as Node | null, root, 0)
  return { root: problems.found.length === 0 ? root : null, problems }
}

/** Aliases are refused outright: a profile has no need of them and they are how YAML bombs are built. */
function checkShape(node: unknown, root: Cursor, depth: number): void {
  if (depth > MAX_PROFILE_DEPTH) {
    root.problem(`nested deeper than ${MAX_PROFILE_DEPTH} levels`)
    return
  }
  if (isMap(node)) {
    for (const pair of node.items) {
      checkShape(pair.key, root, depth + 1)
      checkShape(pair.value, root, depth + 1)
    }
  } else if (isSeq(node)) {
    for (const item of node.items) checkShape(item, root, depth + 1)
  } else if (isScalar(node)) {
    if (typeof node.value === 'string' && !node.value.isWellFormed()) root.problem('a text holds half a surrogate pair')
  } else if (node !== null && node !== undefined) {
    root.problem('aliases (*name) are not allowed in a profile')
  }
}
