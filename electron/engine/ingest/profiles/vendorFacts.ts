/** What a profile knows of its vendor besides the format: the pages it follows, and what the vendor's exports leave out. */
import { mappedFields } from '../../../../shared/fields.ts'
import type { FollowsSource, LimitsSource } from './profileSource.ts'
import type { Cursor } from '../../base/index.ts'

/** One entry of `follows`. */
export function readFollows(cursor: Cursor): FollowsSource {
  const map = cursor.object(['page', 'version', 'read'])
  const page = map.get('page')?.text() ?? ''
  if (!map.has('page')) cursor.problem('page is missing')
  else if (page !== '' && !/^https?:\/\/\S+$/.test(page)) map.get('page')?.problem('must be the address of a page')
  const read = map.get('read')?.text() ?? null
  if (read !== null && !isDay(read)) map.get('read')?.problem('must be a day such as 2026-01-31')
  return { page, version: map.get('version')?.textOrNull() ?? null, read }
}

/** `limits`; null where the profile states none. */
export function readLimits(cursor: Cursor | undefined, columnIds: ReadonlySet<string>): LimitsSource | null {
  if (cursor === undefined) return null
  const map = cursor.object(['rows', 'days', 'note', 'exports', 'retention', 'repeats'])
  return {
    rows: positive(map.get('rows')),
    days: positive(map.get('days')),
    note: map.get('note')?.text() ?? null,
    exports:
      map
        .get('exports')
        ?.list()
        .map((entry) => counted(entry, 'rows')) ?? [],
    retention:
      map
        .get('retention')
        ?.list()
        .map((entry) => counted(entry, 'days')) ?? [],
    repeats:
      map
        .get('repeats')
        ?.list()
        .map((entry) => readRepeat(entry, columnIds)) ?? [],
  }
}

/** `{ of: …, rows: … }` or `{ of: …, days: … }`. */
function counted<K extends 'rows' | 'days'>(cursor: Cursor, key: K): { readonly of: string } & Record<K, number> {
  const map = cursor.object(['of', key])
  for (const needed of ['of', key]) if (!map.has(needed)) cursor.problem(`${needed} is missing`)
  return { of: map.get('of')?.text() ?? '', [key]: positive(map.get(key)) ?? 0 } as { of: string } & Record<K, number>
}

function readRepeat(cursor: Cursor, columnIds: ReadonlySet<string>) {
  const map = cursor.object(['what', 'same'])
  for (const needed of ['what', 'same']) if (!map.has(needed)) cursor.problem(`${needed} is missing`)
  const same = map.get('same')?.texts() ?? []
  for (const id of same) {
    const isKnown = id === 'time' || columnIds.has(id) || mappedFields.some((field) => field.id === id)
    if (!isKnown) map.get('same')?.problem(`"${id}" is no field or column of this profile`)
  }
  return { what: map.get('what')?.text() ?? '', same }
}

function positive(cursor: Cursor | undefined): number | null {
  const value = cursor?.number() ?? null
  if (value !== null && (!Number.isInteger(value) || value < 1)) cursor?.problem('must be a whole number from 1')
  return value
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
}
