/** Ranges of time with a name, and what is typed in their place. */
import type { TimeRange } from '../../../../shared/query/index.ts'
import { resolveTimeBound, type TimeContext } from '../../../../shared/time/index.ts'

export const presets = ['1h', '24h', '7d', '30d', 'month', 'all'] as const
export type Preset = (typeof presets)[number]

const starts: { readonly [preset in Exclude<Preset, 'all'>]: string } = {
  '1h': 'now-1h',
  '24h': 'now-24h',
  '7d': 'now-7d',
  '30d': 'now-30d',
  month: 'now/M',
}

/** The range of a preset; null for all time. Open to the future: an event may be newer than a clock that goes wrong. */
export function rangeOfPreset(preset: Preset): TimeRange | null {
  return preset === 'all' ? null : { from: { value: starts[preset], inclusive: true } }
}

/** The preset a range is; null where it is none. */
export function presetOf(range: TimeRange | null): Preset | null {
  if (range === null) return 'all'
  if (range.to !== undefined || range.from?.inclusive !== true) return null
  return presets.find((preset) => preset !== 'all' && starts[preset] === range.from?.value) ?? null
}

/** Whether a range moves with the clock (or with the newest event). */
export function isRelative(range: TimeRange | null): boolean {
  return [range?.from, range?.to].some((bound) => bound?.value.trimStart().startsWith('now') === true)
}

export type TypedBound =
  /** Nothing typed: open. */
  | { readonly kind: 'open' }
  /** Half-open [startMicros, endMicros). */
  | { readonly kind: 'time'; readonly value: string; readonly startMicros: number; readonly endMicros: number }
  | { readonly kind: 'wrong' }

/** What was typed for one end of a range. A blank between date and clock is as good as a T. */
export function typedBound(text: string, context: TimeContext): TypedBound {
  const value = text.trim()
  if (value === '' || value === '*') return { kind: 'open' }
  const span = resolveTimeBound(value, context, 'point')
  return span === null ? { kind: 'wrong' } : { kind: 'time', value, ...span }
}

/**
 * The range of two typed ends, both included: `to` 2026-05-07 goes to the end of that day. Null for all time;
 * `wrong` where an end cannot be read, `backwards` where it would end before it starts.
 */
export function typedRange(
  from: string,
  to: string,
  context: TimeContext,
):
  | { readonly ok: true; readonly range: TimeRange | null }
  | { readonly ok: false; readonly why: 'wrong' | 'backwards' } {
  const first = typedBound(from, context)
  const last = typedBound(to, context)
  if (first.kind === 'wrong' || last.kind === 'wrong') return { ok: false, why: 'wrong' }
  if (first.kind === 'time' && last.kind === 'time' && last.endMicros <= first.startMicros)
    return { ok: false, why: 'backwards' }
  if (first.kind === 'open' && last.kind === 'open') return { ok: true, range: null }
  return {
    ok: true,
    range: {
      ...(first.kind === 'time' ? { from: { value: first.value, inclusive: true } } : {}),
      ...(last.kind === 'time' ? { to: { value: last.value, inclusive: true } } : {}),
    },
  }
}
