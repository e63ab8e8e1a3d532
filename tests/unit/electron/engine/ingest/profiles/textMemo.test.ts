import { expect, test } from 'vitest'
import { memoised } from '../../../../../../electron/engine/ingest/profiles/textMemo.ts'

function counting() {
  let calls = 0
  const ask = memoised((text) => {
    calls += 1
    return text.length
  })
  return { ask, calls: () => calls }
}

test('what repeats is worked out once', () => {
  const { ask, calls } = counting()
  for (let round = 0; round < 100; round++)
    for (const text of ['', 'a', 'bb', 'cc']) expect(ask(text)).toBe(text.length)
  expect(calls()).toBeLessThanOrEqual(103)
})

test('what never repeats is worked out each time, and still right', () => {
  const { ask, calls } = counting()
  for (let i = 0; i < 20_000; i++) expect(ask(`id-${i}`)).toBe(`id-${i}`.length)
  expect(calls()).toBe(20_000)
  expect(ask('id-1')).toBe(4)
})

test('texts beyond the length are not kept', () => {
  const { ask, calls } = counting()
  const long = 'x'.repeat(1000)
  ask(long)
  expect(ask(long)).toBe(1000)
  expect(calls()).toBe(2)
})

test('more texts than it may keep are right all the same', () => {
  const { ask } = counting()
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 6000; i++) {
      const text = 'y'.repeat(1 + (i % 50)) + i
      expect(ask(text)).toBe(text.length)
      expect(ask(text)).toBe(text.length)
    }
  }
})
