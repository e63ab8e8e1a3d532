/** A figure of the results: what was measured, against which floor, and whether it holds. */
import type { Sample } from './sample.ts'

export type Unit = 's' | 'ms' | 'bytes' | 'per second' | 'MB/s' | 'times'

export interface Floor {
  readonly atMost?: number
  readonly atLeast?: number
  /** What would be better still. */
  readonly aim?: number
  readonly judged: 'median' | 'p95'
  /** Events the floor is stated for; with fewer, the figure says that it was scaled down. */
  readonly events?: number
}

interface Named {
  readonly what: string
  readonly unit: Unit
  readonly floor?: Floor
  /** Put below the table. */
  readonly note?: string
}

export interface Measured extends Named {
  readonly kind: 'measured'
  readonly events: number
  readonly sample: Sample
}

export interface Skipped extends Named {
  readonly kind: 'skipped'
  readonly reason: string
  /** Something went wrong, rather than that this machine cannot do it. */
  readonly isBroken: boolean
}

export type Figure = Measured | Skipped

export function measured(
  what: string,
  unit: Unit,
  events: number,
  sample: Sample,
  floor?: Floor,
  note?: string,
): Measured {
  return { kind: 'measured', what, unit, events, sample, floor, note }
}

export function skipped(what: string, unit: Unit, reason: string, floor?: Floor): Skipped {
  return { kind: 'skipped', what, unit, reason, floor, isBroken: false }
}

export function broken(what: string, reason: string): Skipped {
  return { kind: 'skipped', what, unit: 'ms', reason, isBroken: true }
}

/** `pass`, `FAIL`, `skipped`, `BROKEN`, or a dash where there is no floor; scaled-down figures say so. */
export function verdictOf(figure: Figure): string {
  if (figure.kind === 'skipped') return figure.isBroken ? 'BROKEN' : 'skipped'
  const { floor, sample, events } = figure
  if (floor === undefined) return '–'
  const value = sample[floor.judged]
  const holds =
    (floor.atMost === undefined || value <= floor.atMost) && (floor.atLeast === undefined || value >= floor.atLeast)
  return (holds ? 'pass' : 'FAIL') + (floor.events !== undefined && events < floor.events ? ', scaled down' : '')
}

export function valueText(value: number, unit: Unit): string {
  switch (unit) {
    case 's':
      return `${value.toFixed(value < 10 ? 2 : 1)} s`
    case 'ms':
      return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`
    case 'bytes':
      return value < 1e9 ? `${(value / 1e6).toFixed(0)} MB` : `${(value / 1e9).toFixed(2)} GB`
    case 'per second':
      return `${Math.round(value).toLocaleString('en-US')}/s`
    case 'MB/s':
      return `${value.toFixed(0)} MB/s`
    case 'times':
      return `${value.toFixed(2)} ×`
  }
}

export function floorText({ floor, unit }: Figure): string {
  if (floor === undefined) return ''
  const bound = floor.atMost ?? floor.atLeast ?? 0
  const text = `${floor.atMost === undefined ? '≥' : '≤'} ${valueText(bound, unit)}`
  return floor.aim === undefined ? text : `${text} (aim ${valueText(floor.aim, unit)})`
}
