/** What is typed about files before their import: it counts once it can be used, and holds the import up until then. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  filesOfOtherDays,
  isMistaken,
  type PlanChoices,
  withChoice,
  withDayFor,
  withoutSkips,
  withTyped,
} from '../../../../renderer/state/planChoices.ts'
import type { PlannedFile } from '../../../../shared/api/index.ts'

const path = '/logs/auth.log'
const none: PlanChoices = { choices: {}, mistakes: {} }
const yearsTold = { records: 1, sampled: 1, ownDay: '2026-06-01', ownBy: 'file', chosenDay: null } as const
const file = { kind: 'readable', path, yearsTold } as unknown as PlannedFile & { readonly kind: 'readable' }

test.each([
  ['lastDay', '2024-01-31'],
  ['lastDay', ' 2024-02-29 '],
  ['timezone', 'Europe/Berlin'],
  ['timezone', '+02:00'],
] as const)('%s “%s” counts at once, and is taken back where its field is emptied', (choice, text) => {
  const typed = withTyped(none, path, choice, text)
  expect(typed.choices[path]).toEqual({ [choice]: text.trim() })
  expect(isMistaken(typed, file)).toBe(false)
  expect(withTyped(typed, path, choice, '').choices[path]).toEqual({ [choice]: undefined })
})

test.each([
  ['lastDay', '2024-02-30'],
  ['lastDay', '2024'],
  ['lastDay', '31.01.2024'],
  ['lastDay', '2024-01-31T10:00:00Z'],
  ['timezone', 'Mars/Olympus'],
] as const)('%s “%s” stays as it is typed, and holds the import up until it is emptied', (choice, text) => {
  const chosen = withTyped(none, path, choice, choice === 'lastDay' ? '2023-01-31' : 'UTC')
  const typed = withTyped(chosen, path, choice, text)
  // The same object: nothing is asked anew.
  expect(typed.choices).toBe(chosen.choices)
  expect(typed.mistakes[path]?.[choice]).toBe(text)
  expect(isMistaken(typed, file)).toBe(true)
  expect(isMistaken(withTyped(typed, path, choice, ''), file)).toBe(false)
})

test('a mistake holds nothing up where the file is left out, has no such field any more, or is another one', () => {
  const typed = withTyped(none, path, 'lastDay', '2024-02-30')
  expect(isMistaken(withChoice(typed, path, { skip: true }), file)).toBe(false)
  expect(isMistaken(typed, { ...file, yearsTold: null })).toBe(false)
  expect(isMistaken(typed, { ...file, path: '/logs/other.log' })).toBe(false)
})

test('of two fields of a file each keeps its own text and its own choice', () => {
  const typed = withTyped(withTyped(none, path, 'lastDay', '2024-01-31'), path, 'timezone', 'Mars/Olympus')
  expect(typed).toEqual({
    choices: { [path]: { lastDay: '2024-01-31' } },
    mistakes: { [path]: { lastDay: undefined, timezone: 'Mars/Olympus' } },
  })
})

test('the last day of one file is taken for the others whose times state no year', () => {
  const files = ['/a', '/b', '/c', '/d', '/e'].map((path) => ({ ...file, path }))
  const plan = [...files, { ...file, path: '/dated', yearsTold: null }, { kind: 'refused', path: '/x' } as never]
  let before = withTyped(none, '/a', 'lastDay', '2024-01-31')
  before = withTyped(before, '/b', 'lastDay', '2024-01-31')
  before = withTyped(before, '/c', 'lastDay', '2023-01-01')
  before = withTyped(before, '/d', 'lastDay', '2024-02-30')
  before = withChoice(before, '/d', { profile: 'sshd' })
  before = withChoice(before, '/e', { skip: true })
  const others = filesOfOtherDays(before, plan, '/a')
  expect(others).toEqual(['/c', '/d'])
  const after = withDayFor(before, '/a', others)
  expect(after.choices).toEqual({
    '/a': { lastDay: '2024-01-31' },
    '/b': { lastDay: '2024-01-31' },
    '/c': { lastDay: '2024-01-31' },
    '/d': { lastDay: '2024-01-31', profile: 'sshd' },
    '/e': { skip: true },
  })
  expect(plan.filter((planned) => isMistaken(after, planned))).toEqual([])
  expect(filesOfOtherDays(after, plan, '/a')).toEqual([])
})

test('a plan looks at files that are left out, with all else that was chosen for them', () => {
  const choices = { [path]: { skip: true, lastDay: '2024-01-31' }, '/b': { profile: 'p' } }
  expect(withoutSkips(choices)).toEqual({
    [path]: { skip: false, lastDay: '2024-01-31' },
    '/b': { profile: 'p', skip: false },
  })
})

test('whatever is typed either counts as it is, is nothing, or holds the import up', () => {
  const day = fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-[0-3]\d-[0-3]\d$/))
  fc.assert(
    fc.property(day, (text) => {
      const typed = withTyped(none, path, 'lastDay', text)
      const outcomes = [typed.choices[path]?.lastDay === text.trim(), text.trim() === '', isMistaken(typed, file)]
      expect(outcomes.filter(Boolean)).toHaveLength(1)
    }),
  )
})
