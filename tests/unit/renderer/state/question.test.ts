/** The question of the tab on screen: the same object as long as it is the same question, whatever else changes. */
import { beforeEach, expect, test } from 'vitest'
import {
  changeTab,
  editClauses,
  selectEvent,
  setDensity,
  setNowAt,
  setZone,
  showCase,
  showScreen,
  useCase,
} from '../../../../renderer/state/caseStore.ts'
import { clauseOf, switched, valueFilter } from '../../../../renderer/state/clauses.ts'
import { currentQuestion, questionOf } from '../../../../renderer/state/question.ts'
import type { CaseInfo } from '../../../../shared/api/index.ts'

const info = { events: 3, timeTo: '2026-05-12T14:03:22.000000Z', columns: [], exhibits: [] } as unknown as CaseInfo
const question = () => currentQuestion(useCase.getState())
const failure = clauseOf(valueFilter('outcome', 'failure'))

beforeEach(() => {
  showCase('/inquiry.vouch', info, '1')
  changeTab({ clauses: [failure] })
})

test('walking through the events, another screen and a look at the case ask nothing new', () => {
  const before = question()
  selectEvent(2)
  setDensity('compact')
  showScreen('custody')
  useCase.setState({ lastCustody: 7, revision: '2' })
  expect(question()).toBe(before)
})

test('a clause that is off changes the chips, not the question', () => {
  const before = question()
  const { clockMicros } = useCase.getState()
  const off = clauseOf(valueFilter('actor', 'ann'))
  editClauses((clauses) => switched([...clauses, off], off.key))
  // Whatever edits chips sets the clock; as if it had stood still.
  useCase.setState({ clockMicros })
  expect(question()).toBe(before)
})

test('another filter, zone, case, start of relative times, or duplicates is another question', () => {
  const changes = [
    () => editClauses((clauses) => [...clauses, clauseOf(valueFilter('actor', 'ann'))]),
    () => setZone('Asia/Tokyo'),
    () => setNowAt('newest'),
    () => changeTab({ withDuplicates: true }),
    () => useCase.setState({ path: '/other.vouch' }),
  ]
  for (const change of changes) {
    const before = question()
    change()
    expect(question()).not.toBe(before)
    expect(question()).toEqual(questionOf(useCase.getState()))
  }
})

test('nobody can be drawn anew by everything that happens to the case', () => {
  // @ts-expect-error: parts are selected, never the whole.
  const whole = () => useCase()
  expect(whole).toBeTypeOf('function')
})
