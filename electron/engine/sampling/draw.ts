/** Draws samples. The rules are published in docs/sampling.md; the same population, method and seed give the same items. */
import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { DrawMethod, Stratum } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'
import { type ColumnStore, hasRow, type Rows, rowCount } from '../store/index.ts'
import { allocate } from './allocation.ts'
import { itemRuns, rowRuns } from './itemList.ts'
import { itemKey, type Keyed, SmallestKeys } from './ranking.ts'
import { countStrata, valueReader } from './strata.ts'
import { intervalFor, systematicPlaces, systematicStart } from './systematic.ts'

/** Items of a sample at most. */
export const MAX_ITEMS = 100_000

/** UTF-16 code units of a seed, and of a reason, at most. */
const MAX_SEED = 200
const MAX_REASON = 10_000

/** An item as it is drawn. */
export interface DrawnItem {
  /** Number of the event - 1. */
  readonly row: number
  readonly stratum: string | null
}

/** What a method came to; null where it does not apply. */
export interface SamplePlan {
  readonly interval: number | null
  readonly start: number | null
  readonly field: string | null
  readonly allocation: 'proportional' | 'equal' | null
  readonly strata: readonly Stratum[]
  readonly reason: string | null
}

export interface Drawn {
  /** In the order of drawing. */
  readonly items: readonly DrawnItem[]
  readonly seed: string | null
  readonly plan: SamplePlan
}

const noPlan: SamplePlan = { interval: null, start: null, field: null, allocation: null, strata: [], reason: null }

/** Gives way to other work now and then; told of how many items of the population were looked at. */
export type Breathe = (done: number) => Promise<void> | undefined

/**
 * Draws from the rows of a population. Fails with `sample/impossible` where it does not have that many items or cannot be
 * stratified so, with `event/not-found` where an event chosen is not in it, and with `usage/bad-argument`.
 */
export async function drawItems(
  db: Database,
  store: ColumnStore,
  rows: Rows,
  draw: DrawMethod,
  breathe: Breathe,
): Promise<Drawn> {
  if (draw.method === 'judgemental') return picked(rows, draw.events, draw.reason)
  const seed = requireSeed(draw.seed ?? randomBytes(16).toString('hex'))
  if (draw.method === 'systematic') return systematic(db, rows, draw, seed, breathe)
  const size = requireSize(draw.size, rowCount(rows))
  if (draw.method === 'random') {
    const items = await ranked(db, rows, seed, [size], () => 0, breathe)
    return { items: items[0].map((row) => ({ row, stratum: null })), seed, plan: noPlan }
  }
  const { field, allocation } = draw
  const counted = countStrata(store, field, rows)
  const shares = allocate(
    size,
    counted.map(({ population }) => population),
    allocation,
  )
  const strata = counted.map((stratum, i) => ({ ...stratum, sample: shares[i] }))
  const places = new Map(strata.map(({ value }, i) => [value, i]))
  const stratumOf = valueReader(store, field)
  const items = await ranked(db, rows, seed, shares, (row) => places.get(stratumOf(row)) ?? -1, breathe)
  return {
    items: strata.flatMap(({ value }, i) => items[i].map((row) => ({ row, stratum: value }))),
    seed,
    plan: { ...noPlan, field, allocation, strata },
  }
}

interface RankedItem extends Keyed {
  readonly row: number
}

/** Of each group the `sizes[group]` rows with the smallest keys, smallest first. */
async function ranked(
  db: Database,
  rows: Rows,
  seed: string,
  sizes: readonly number[],
  groupOf: (row: number) => number,
  breathe: Breathe,
): Promise<number[][]> {
  const groups = sizes.map((size) => new SmallestKeys<RankedItem>(size))
  let done = 0
  for (const { exhibit, rows: run, records } of itemRuns(db, rows)) {
    for (let i = 0; i < run.length; i++) {
      const group = groups[groupOf(run[i])]
      const key = itemKey(seed, exhibit.sha256, records[i])
      if (group.wants(key)) group.offer({ key, row: run[i] })
    }
    done += run.length
    const wait = breathe(done)
    if (wait !== undefined) await wait
  }
  return groups.map((group) => group.sorted().map(({ row }) => row))
}

async function systematic(
  db: Database,
  rows: Rows,
  draw: Extract<DrawMethod, { method: 'systematic' }>,
  seed: string,
  breathe: Breathe,
): Promise<Drawn> {
  const count = rowCount(rows)
  if (draw.size === undefined && draw.interval === undefined)
    fail({ code: 'usage/bad-argument', message: 'A systematic sample needs a size or an interval' })
  const interval = draw.interval ?? intervalFor(requireSize(draw.size ?? 0, count), count)
  if (!Number.isSafeInteger(interval) || interval < 1 || interval > count) {
    fail({
      code: 'sample/impossible',
      message: `Every ${interval}th of ${count} items is no sample`,
      next: `The interval is a whole number from 1 to ${count}.`,
      facts: { interval, items: count },
    })
  }
  const size = requireSize(draw.size ?? intervalFor(interval, count), count)
  if (size * interval > count) {
    fail({
      code: 'sample/impossible',
      message: `${count} items do not hold ${size} at an interval of ${interval}`,
      next: 'Leave one of them out: it follows from the other.',
      facts: { size, interval, items: count },
    })
  }
  const start = systematicStart(seed, count)
  const places = systematicPlaces(start, interval, size, count)
  const byPlace = new Map<number, number>()
  const ascending = places.toSorted((a, b) => a - b)
  let next = 0
  let done = 0
  for (const { rows: run } of rowRuns(db, rows)) {
    for (; next < ascending.length && ascending[next] < done + run.length; next++)
      byPlace.set(ascending[next], run[ascending[next] - done])
    done += run.length
    const wait = breathe(done)
    if (wait !== undefined) await wait
  }
  const items = places.map((place) => ({ row: byPlace.get(place) ?? failLost(), stratum: null }))
  return { items, seed, plan: { ...noPlan, interval, start } }
}

function picked(rows: Rows, events: readonly number[], reason: string): Drawn {
  const text = reason.trim()
  if (text === '' || text.length > MAX_REASON || !text.isWellFormed()) {
    fail({
      code: 'usage/bad-argument',
      message: 'Events that a person chose need a reason',
      next: `Say in at most ${MAX_REASON} characters why these.`,
    })
  }
  const chosen = [...new Set(events)]
  requireSize(chosen.length, rowCount(rows))
  for (const event of chosen) {
    if (Number.isSafeInteger(event) && event >= 1 && hasRow(rows, event - 1)) continue
    fail({ code: 'event/not-found', message: `Event ${event} is not in the population`, facts: { event } })
  }
  return {
    items: chosen.map((event) => ({ row: event - 1, stratum: null })),
    seed: null,
    plan: { ...noPlan, reason: text },
  }
}

function requireSize(size: number, count: number): number {
  if (Number.isSafeInteger(size) && size >= 1 && size <= Math.min(count, MAX_ITEMS)) return size
  fail({
    code: 'sample/impossible',
    message: `A sample of ${size} cannot be drawn from ${count} items`,
    next: `The size is a whole number from 1 to ${Math.min(count, MAX_ITEMS)}.`,
    facts: { size, items: count },
  })
}

/** It is typed by people and hashed as UTF-8, so it has to be the same on any machine. */
function requireSeed(seed: string): string {
  const isSeed = seed !== '' && seed.length <= MAX_SEED && seed.isWellFormed() && !/\p{C}/u.test(seed)
  if (isSeed && seed === seed.normalize('NFC') && seed.trim() === seed) return seed
  fail({
    code: 'usage/bad-argument',
    message: 'This cannot be a seed',
    next: `A seed has 1 to ${MAX_SEED} characters, no control characters, and no blank at either end.`,
  })
}

/** The case has fewer events than its exhibits state. */
function failLost(): never {
  fail({
    code: 'case/damaged',
    message: 'Events of the population are missing from the case',
    next: 'Run `vouch verify` on the case.',
  })
}
