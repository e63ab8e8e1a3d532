/**
 * What the grid asks for. The first answer of a case is asked for before anything else of it, so that its rows are there
 * while facets, timeline and figures are still being counted.
 */
import type { Question, SortBy, ViewColumn } from '../../../../shared/api/index.ts'
import { activeTab, type CaseStore, useCase } from '../../../state/caseStore.ts'
import { questionOf } from '../../../state/question.ts'
import { pivotFields } from '../../../state/pivots.ts'
import { candidateFields, shownColumns } from './columns.ts'
import { type PreparedAnswer, preparedAnswer } from './preparedAnswer.ts'

/** Asked for with every row, shown or not: what is suggested, and what menus and pivots need. */
const always = [...new Set(['time', 'operation', ...candidateFields, ...pivotFields])]

/** Columns to ask for; the same list as long as nothing but suggested ones is shown. */
export function askedColumns(shown: readonly ViewColumn[]): readonly string[] {
  return [...always, ...shown.map(({ id }) => id).filter((id) => !always.includes(id))]
}

/** One text for all that an answer depends on. */
export function answerKey(
  question: Question,
  columns: readonly string[],
  sort: SortBy | null,
  { revision, activeTab: tab }: Pick<CaseStore, 'revision' | 'activeTab'>,
): string {
  return JSON.stringify([question, columns, sort, revision, tab])
}

let first: { readonly key: string; readonly answer: Promise<PreparedAnswer> } | null = null

/** Asks for what the grid will want of the case on screen. */
export function beginFirstAnswer(): void {
  const state = useCase.getState()
  if (state.info === null) return
  const question = questionOf(state)
  const { sort, event } = activeTab(state)
  const columns = askedColumns(shownColumns(state.columns, state.info))
  const answer = preparedAnswer(question, columns, sort, event, new AbortController().signal)
  // Whoever takes it is told where it fails.
  answer.catch(() => undefined)
  first = { key: answerKey(question, columns, sort, state), answer }
}

/** The answer that was begun, where it is the one wanted; once. */
export function takeFirstAnswer(key: string): Promise<PreparedAnswer> | null {
  const taken = first?.key === key ? first.answer : null
  first = null
  return taken
}
