import { describe, expect, test } from 'vitest'
import {
  isRelative,
  presetOf,
  presets,
  rangeOfPreset,
  typedBound,
  typedRange,
} from '../../../../../../renderer/views/events/query/presets.ts'
import { everything } from '../../../../../../shared/filter.ts'
import { printQuery, timeRangeOf, withTimeRange } from '../../../../../../shared/query/index.ts'
import { microsFromUtcIso, resolveTimeRange } from '../../../../../../shared/time/index.ts'

const context = { nowMicros: microsFromUtcIso('2026-05-12T14:03:22Z'), zone: 'Europe/Berlin' }

test('each preset is recognised in the filter it makes', () => {
  for (const preset of presets) {
    const range = timeRangeOf(withTimeRange(everything, rangeOfPreset(preset)))
    expect(presetOf(range)).toBe(preset)
    expect(isRelative(range)).toBe(preset !== 'all')
  }
})

test('this month starts at its first midnight in the zone on screen', () => {
  const start = resolveTimeRange(rangeOfPreset('month') ?? {}, context)?.startMicros
  expect(start).toBe(microsFromUtcIso('2026-04-30T22:00:00Z'))
})

test('a range like a preset, but with an end, is none', () => {
  const from = { value: 'now-7d', inclusive: true }
  expect(presetOf({ from, to: { value: 'now', inclusive: true } })).toBeNull()
  expect(presetOf({ from: { ...from, inclusive: false } })).toBeNull()
  expect(presetOf({ to: from })).toBeNull()
})

describe('typed ends', () => {
  test('take everything the query language takes', () => {
    expect(typedBound(' now-7d ', context)).toMatchObject({ kind: 'time', value: 'now-7d' })
    expect(typedBound('2026-05-01 10:30', context)).toMatchObject({
      kind: 'time',
      startMicros: microsFromUtcIso('2026-05-01T08:30:00Z'),
      endMicros: microsFromUtcIso('2026-05-01T08:31:00Z'),
    })
    expect(typedBound('', context)).toEqual({ kind: 'open' })
    expect(typedBound('yesterday', context)).toEqual({ kind: 'wrong' })
    expect(typedBound('2026-02-31', context)).toEqual({ kind: 'wrong' })
  })

  test('make a clause that can be asked', () => {
    const typed = typedRange('2026-05-01 10:30', '2026-05-07', context)
    expect(typed.ok && printQuery(withTimeRange(everything, typed.range))).toBe(
      'time:["2026-05-01 10:30" TO 2026-05-07]',
    )
    expect(typedRange('', '', context)).toEqual({ ok: true, range: null })
  })

  test('that end before they start are refused, also where both are right by themselves', () => {
    expect(typedRange('2026-05-07', '2026-05-06', context)).toEqual({ ok: false, why: 'backwards' })
    expect(typedRange('now', 'now-1h', context)).toEqual({ ok: false, why: 'backwards' })
    expect(typedRange('2026-05-07', '2026-05-07', context).ok).toBe(true)
    expect(typedRange('nonsense', '', context)).toEqual({ ok: false, why: 'wrong' })
  })
})
