/** Resolves what a profile may write where a value is read: paths, aliases of paths, `@field`. */
import type { Json } from '../../../../shared/failure.ts'
import { pathResolver } from './aliases.ts'
import { parsePath } from './path.ts'
import type { ProfileSource } from './profileSource.ts'
import { recordSlots, type RecordSlots, type Slots, TURN } from './recordSlots.ts'
import { memoised } from './textMemo.ts'
import { type Former, scalarText } from './values.ts'

/** Values mapped so far, by output position. */
export type Scope = (string | null)[]

/** Reads a value of the record or of the fields mapped before. */
export type Read = (slots: Slots, scope: Scope) => Json | undefined

/** Reads a text: null where nothing usable is there. */
export type ReadText = (slots: Slots, scope: Scope) => string | null

/** A small number that stands for what a value satisfies. */
export type Judge = (slots: Slots, scope: Scope) => number

/** What is worked out of a value; absent and null are one to it, and so are a number and the same as text. */
export type Work = (value: Json | undefined) => number

export interface References {
  /** Readers of one reference, an alias giving several, in order of preference. */
  readonly readers: (reference: string) => readonly Read[]
  /** First value among references, in order of preference, that can be written in the wanted form. */
  readonly text: (references: readonly string[], former: Former) => ReadText
  /** The work on a reference's value: done once per value, and looked up once per record for all who ask about it. */
  readonly judge: (reference: string, work: Work) => Judge
  /** One number where there is a value (not absent, null, empty or `-`), another where there is none. */
  readonly judgePresence: (reference: string, present: number, absent: number) => Judge
  /** What all these readers read from; to be asked when the last of them is made. */
  readonly slotsOf: RecordSlots['read']
}

/** Requires a checked profile: paths parse and references exist. `positionOf` gives the output position of an id. */
export function referencesOf(spec: ProfileSource, positionOf: (id: string) => number): References {
  const paths = pathResolver(spec)
  const table = recordSlots(spec.looseHeaders || spec.looseKeys)
  const readerOf = (path: string): Read => {
    const segments = parsePath(path)
    return segments === null ? () => undefined : table.reader(segments)
  }
  const fieldReader = (reference: string): Read => {
    const position = positionOf(reference.slice(1))
    return position < 0 ? () => undefined : (_slots, scope) => scope[position]
  }
  const readers: References['readers'] = (reference) =>
    reference.startsWith('@') ? [fieldReader(reference)] : paths(reference).map(readerOf)
  /** The slot of a path of keys; a reader of anything else. */
  const slotOrReader = (path: string): number | Read => {
    const segments = parsePath(path)
    return (segments === null ? null : table.slotOf(segments)) ?? readerOf(path)
  }
  const source = (reference: string): number | Read => {
    const list = reference.startsWith('@') ? [] : paths(reference)
    return list.length === 1 ? slotOrReader(list[0]) : firstOf(readers(reference))
  }
  const text: References['text'] = (list, former) => {
    const sources = list.flatMap((reference): readonly (number | Read)[] =>
      reference.startsWith('@') ? [fieldReader(reference)] : paths(reference).map(slotOrReader),
    )
    const slotList = sources.filter((one) => typeof one === 'number')
    if (slotList.length === sources.length) return firstText(slotList, former)
    return (slots, scope) => {
      for (const one of sources) {
        const value = typeof one === 'number' ? slots[one] : one(slots, scope)
        if (value === undefined) continue
        const found = former(value)
        if (found !== null) return found
      }
      return null
    }
  }
  const judges = new Map<string, (work: Work) => Judge>()
  const judge: References['judge'] = (reference, work) => {
    const known = judges.get(reference) ?? judgesOf(source(reference))
    judges.set(reference, known)
    return known(work)
  }
  const judgePresence: References['judgePresence'] = (reference, present, absent) => {
    const one = source(reference)
    if (typeof one === 'number') return (slots) => (isThere(slots[one]) ? present : absent)
    return (slots, scope) => (isThere(one(slots, scope)) ? present : absent)
  }
  return { readers, text, judge, judgePresence, slotsOf: table.read }
}

/** Whether a value says anything: it is not absent, null, empty text or a lone `-`. */
export function isThere(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && value !== '-'
}

/** Judges that share one value: what one of them asks answers all. The turn tells one record from the next. */
function judgesOf(source: number | Read): (work: Work) => Judge {
  const slot = typeof source === 'number' ? source : -1
  const read = typeof source === 'number' ? () => undefined : source
  const works: Work[] = []
  const absent: number[] = []
  const all = (value: Json): readonly number[] => {
    const found = absent.slice()
    for (let i = 0; i < found.length; i++) found[i] = works[i](value)
    return found
  }
  const remembered = memoised<readonly number[]>(all)
  let turn: Json | undefined = 0
  let answers: readonly number[] = absent
  return (work) => {
    const index = works.length
    works.push(work)
    absent.push(work(undefined))
    return (slots, scope) => {
      if (slot >= 0 && slots[slot] === undefined) return absent[index]
      if (slots[TURN] !== turn) {
        turn = slots[TURN]
        const value = slot >= 0 ? slots[slot] : read(slots, scope)
        if (value === undefined || value === null) answers = absent
        else if (typeof value === 'object') answers = all(value)
        else answers = remembered(typeof value === 'string' ? value : String(value))
      }
      return answers[index]
    }
  }
}

/** The common case: slots only. */
function firstText(list: readonly number[], former: Former): ReadText {
  if (list.length === 1 && former === scalarText) {
    const [only] = list
    return (slots) => {
      const value = slots[only]
      return typeof value === 'string' && value.length > 1 ? value : scalarText(value)
    }
  }
  return (slots) => {
    for (let i = 0; i < list.length; i++) {
      const value = slots[list[i]]
      if (value === undefined) continue
      const found = former(value)
      if (found !== null) return found
    }
    return null
  }
}

/** First value that is there (not absent, null, empty text or `-`). */
export function firstOf(readers: readonly Read[]): Read {
  if (readers.length === 1) return readers[0]
  return (slots, scope) => {
    for (const read of readers) {
      const value = read(slots, scope)
      if (isThere(value)) return value
    }
    return undefined
  }
}
