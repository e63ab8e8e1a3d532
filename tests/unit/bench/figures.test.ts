import { describe, expect, test } from 'vitest'
import { broken, type Floor, measured, skipped, verdictOf } from '../../../bench/measure/figure.ts'
import { sampleOf } from '../../../bench/measure/sample.ts'
import { resultTable, summaryLine } from '../../../bench/results.ts'

const hundred = Array.from({ length: 100 }, (_, i) => i + 1)
const floor: Floor = { atMost: 10, judged: 'p95', events: 1_000 }

describe('samples', () => {
  test('are told by nearest rank', () => expect(sampleOf(hundred)).toEqual({ n: 100, median: 50, p95: 95 }))
  test('have their slow side below where more is better', () => expect(sampleOf(hundred, 'more').p95).toBe(6))
  test('of one value are that value', () => expect(sampleOf([3])).toEqual({ n: 1, median: 3, p95: 3 }))
})

describe('verdicts', () => {
  const verdict = (values: number[], events: number, of: Floor | undefined = floor): string =>
    verdictOf(measured('it', 'ms', events, sampleOf(values), of))

  test('take the value that is judged', () => {
    expect(verdict([1, 1, 11], 1_000)).toBe('FAIL')
    expect(verdict([1, 1, 11], 1_000, { ...floor, judged: 'median' })).toBe('pass')
  })
  test('hold at the floor itself', () => {
    expect(verdict([10], 1_000)).toBe('pass')
    expect(verdict([10], 1_000, { atLeast: 10, judged: 'median' })).toBe('pass')
  })
  test('say when fewer events were measured than the floor is stated for', () =>
    expect(verdict([1], 999)).toBe('pass, scaled down'))
  test('tell what broke off from what was skipped', () => {
    expect(verdictOf(broken('it', 'a program ended'))).toBe('BROKEN')
    expect(verdictOf(skipped('it', 'ms', 'no disk', floor))).toBe('skipped')
  })
  test('are a dash without a floor', () => {
    expect(verdictOf(measured('it', 'ms', 1, sampleOf([1])))).toBe('–')
  })
})

describe('the table', () => {
  const figures = [
    measured('quick', 'ms', 1_000, sampleOf([1, 2, 3]), floor, 'A note.'),
    measured('slow', 'ms', 1_000, sampleOf([20]), floor),
    skipped('absent', 'times', 'it is not there', floor),
  ]
  const sections = [{ title: 'Things', figures }]

  test('is aligned, and its notes stand below', () => {
    expect(resultTable(sections)).toMatchInlineSnapshot(`
      "| What       | Events | Floor     |  Median |     p95 |  n | Verdict |
      | ---------- | -----: | --------- | ------: | ------: | -: | ------- |
      | **Things** |        |           |         |         |    |         |
      | quick (1)  |  1,000 | ≤ 10.0 ms | 2.00 ms | 3.00 ms |  3 | pass    |
      | slow       |  1,000 | ≤ 10.0 ms | 20.0 ms |         |  1 | FAIL    |
      | absent (2) |        | ≤ 10.00 × |         |         |    | skipped |

      1. A note.
      2. Skipped: it is not there"
    `)
  })
  test('is summed up without counting what was skipped as held', () =>
    expect(summaryLine(sections)).toBe('1 of 2 floors that were measured hold, 1 fail (slow); 1 skipped or broken off'))
})
