/**
 * Shapes of requests: what plain data must be like before a handler may trust its type. A shape is tied to the type it
 * stands for, so a request that gains a field does not compile until its shape has it.
 *
 * Keys that a shape does not name are let through unread. Own keys only count: `__proto__` never stands for a field.
 */

/** What is wrong, and where: `filter.of.2.field`; empty: the request itself. */
export interface Wrong {
  readonly at: string
  readonly expected: string
}

export interface Shape<T> {
  /** Null: the value has this shape. */
  wrongIn(value: unknown, at: string): Wrong | null
  /** Ties the shape to its type; never there. */
  readonly type?: (value: T) => T
}

/** A shape per entry. */
export type RequestShapes<Entries> = {
  readonly [K in keyof Entries]: Shape<Entries[K] extends { request: infer R } ? R : never>
}

/** Text of at most `maxLength` UTF-16 code units. */
export function text(maxLength: number): Shape<string> {
  return check(
    `a text of at most ${maxLength} characters`,
    (value) => typeof value === 'string' && value.length <= maxLength,
  )
}

export const flag: Shape<boolean> = check('true or false', (value) => typeof value === 'boolean')

/** A whole number from 0. */
export const count: Shape<number> = check(
  'a whole number from 0',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
)

/** A whole number. */
export const whole: Shape<number> = check('a whole number', Number.isSafeInteger)

export function oneOf<T extends string>(values: readonly T[]): Shape<T> {
  return check(`one of ${values.join(', ')}`, (value) => (values as readonly unknown[]).includes(value))
}

/** The number itself. */
export function exactly<T extends number>(wanted: T): Shape<T> {
  return check(String(wanted), (value) => value === wanted)
}

/** May be left out. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return { wrongIn: (value, at) => (value === undefined ? null : shape.wrongIn(value, at)) }
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return { wrongIn: (value, at) => (value === null ? null : shape.wrongIn(value, at)) }
}

export function list<T>(item: Shape<T>, maxItems: number): Shape<readonly T[]> {
  return {
    wrongIn(value, at) {
      if (!Array.isArray(value) || value.length > maxItems) return { at, expected: `a list of at most ${maxItems}` }
      return firstWrong(value.keys(), (index) => item.wrongIn(value[index], `${at}.${index}`))
    },
  }
}

/** Of a key that is data, in UTF-16 code units. */
const MAX_KEY_SHOWN = 200

/** An object whose keys are data. */
export function record<T>(item: Shape<T>, maxKeys: number): Shape<{ readonly [key: string]: T }> {
  return {
    wrongIn(value, at) {
      if (!isObject(value)) return { at, expected: 'an object' }
      const entries = Object.entries(value)
      if (entries.length > maxKeys) return { at, expected: `at most ${maxKeys} keys` }
      return firstWrong(entries, ([key, own]) => item.wrongIn(own, `${at}.${key.slice(0, MAX_KEY_SHOWN)}`))
    },
  }
}

export function object<T>(keys: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  return {
    wrongIn(value, at) {
      if (!isObject(value)) return { at, expected: 'an object' }
      return firstWrong(Object.keys(keys) as (keyof T & string)[], (key) =>
        keys[key].wrongIn(Object.hasOwn(value, key) ? value[key] : undefined, at === '' ? key : `${at}.${key}`),
      )
    },
  }
}

/** Objects told apart by the text under `key`. */
export function variants<T, D extends keyof T>(
  key: D & string,
  shapes: { readonly [V in T[D] & string]: Shape<Extract<T, { readonly [K in D]: V }>> },
): Shape<T> {
  return {
    wrongIn(value, at) {
      const kind = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
      if (typeof kind !== 'string' || !Object.hasOwn(shapes, kind))
        return { at: at === '' ? key : `${at}.${key}`, expected: `one of ${Object.keys(shapes).join(', ')}` }
      return shapes[kind as T[D] & string].wrongIn(value, at)
    },
  }
}

/** One or the other; what is wrong is told of the second. */
export function either<A, B>(first: Shape<A>, second: Shape<B>): Shape<A | B> {
  return { wrongIn: (value, at) => (first.wrongIn(value, at) === null ? null : second.wrongIn(value, at)) }
}

/** A shape that stands inside itself: `make` is given it, at most `maxDepth` levels deep. */
export function nested<T>(maxDepth: number, make: (inner: Shape<T>) => Shape<T>): Shape<T> {
  let depth = 0
  const inner: Shape<T> = {
    wrongIn(value, at) {
      if (depth >= maxDepth) return { at, expected: `at most ${maxDepth} levels` }
      depth++
      try {
        return shape.wrongIn(value, at)
      } finally {
        depth--
      }
    },
  }
  const shape = make(inner)
  return inner
}

function check<T>(expected: string, isRight: (value: unknown) => boolean): Shape<T> {
  return { wrongIn: (value, at) => (isRight(value) ? null : { at, expected: `expected ${expected}` }) }
}

function firstWrong<T>(items: Iterable<T>, wrongIn: (item: T) => Wrong | null): Wrong | null {
  for (const item of items) {
    const wrong = wrongIn(item)
    if (wrong !== null) return wrong
  }
  return null
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
