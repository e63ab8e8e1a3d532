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

export interface References {
  /** Readers of one reference, an alias giving several, in order of preference. */
  readonly readers: (reference: string) => readonly Read[]
  /** First value among references, in order of preference, that can be written in the wanted form. */
  readonly text: (references: readonly string[], former: Former) => ReadText
  /**
   * What `work` says of the value of one reference (absent and null are one to it). Worked out once per value, for all
   * who ask about the same reference, and once per record.
   */
  readonly judge: (reference: string, work: (value: Json | undefined) => number) => Judge
  /** What all these readers read from; to be asked when the last of them is made. */
  readonly slotsOf: RecordSlots['read']
}

/** Requires a checked profile: paths parse and references exist. `positionOf` gives the output position of an id. */
export function referencesOf(spec: ProfileSource, positionOf: (id: string) => number): References {
  const paths = pathResolver(spec)
  const table = recordSlots(spec.looseHeaders || spec.looseKeys)
  const readers: References['readers'] = (reference) => {
    if (!reference.startsWith('@')) {
      return paths(reference).map((path) => {
        const segments = parsePath(path)
        return segments === null ? () => undefined : table.reader(segments)
      })
    }
    const position = positionOf(reference.slice(1))
    return [position < 0 ? () => undefined : (_slots, scope) => scope[position]]
  }
  /** The slot of a path of keys; a reader of anything else. */
  const source = (reference: string): number | Read => {
    const segments = reference.startsWith('@') ? null : parsePath(reference)
    const slot = segments === null ? null : table.slotOf(segments)
    return slot ?? firstOf(readers(reference))
  }
  const text: References['text'] = (list, former) => {
    const sources = list
      .flatMap((reference) => (reference.startsWith('@') ? [reference] : paths(reference)))
      .map(source)
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
  const judgements = new Map<string, (work: (value: Json | undefined) => number) => Judge>()
  const judge: References['judge'] = (reference, work) => {
    let judging = judgements.get(reference)
    if (judging === undefined) {
      judging = judgesOf(firstOf(readers(reference)))
      judgements.set(reference, judging)
    }
    return judging(work)
  }
  return { readers, text, judge, slotsOf: table.read }
}

/** Judges that share one value: what one of them asks answers all. The turn tells one record from the next. */
function judgesOf(read: Read): (work: (value: Json | undefined) => number) => Judge {
  const works: ((value: Json | undefined) => number)[] = []
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
      if (slots[TURN] !== turn) {
        turn = slots[TURN]
        const value = read(slots, scope)
        if (value === undefined || value === null) answers = absent
        else if (typeof value === 'object') answers = all(value)
        // To conditions a number or truth value is what it is as text.
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
      if (value !== undefined && value !== null && value !== '' && value !== '-') return value
    }
    return undefined
  }
}
