/**
 * Expectations of the corpus that the raw record itself proves wrong: slips of the source, not of a mapping.
 *
 * They are left out of the agreement and named in the report. The raw text proves it: it must hold `raw` and must not
 * hold the expected value, so an entry cannot hide a disagreement of ours.
 */
import type { MeasuredField } from './agreement.ts'

export interface KnownFault {
  /** End of the corpus file's name. */
  readonly file: string
  readonly index: number
  readonly field: MeasuredField
  /** What the truth states. */
  readonly expected: string
  /** What the raw file says instead. */
  readonly raw: string
}

export const knownFaults: readonly KnownFault[] = [
  {
    file: 'okta/ocsf-examples/Account_Change__account_change.raw',
    index: 0,
    field: 'time',
    expected: '2024-09-30T10:42:16.000Z',
    raw: '"published": "2023-09-30T10:42:16.000Z"',
  },
]

/** The fault that excuses a disagreement; undefined where there is none. */
export function knownFault(
  file: string,
  index: number,
  field: MeasuredField,
  expected: string,
): KnownFault | undefined {
  return knownFaults.find(
    (fault) =>
      file.endsWith(fault.file) && fault.index === index && fault.field === field && fault.expected === expected,
  )
}
