/**
 * The question of the tab on screen: its clauses, with what relative times and days mean. It stays the same object as long
 * as it is the same question, so that whoever asks it is not drawn anew by anything else that happens to the case.
 */
import type { Question } from '../../shared/api/index.ts'
import type { Filter } from '../../shared/filter.ts'
import { activeTab, type CaseStore, nowInEffect, useCase, zoneInEffect } from './caseStore.ts'
import { filterOf } from './clauses.ts'

/** The question a tab asks; `filter` in place of its own where given. */
export function questionOf(state: CaseStore, filter: Filter = filterOf(activeTab(state).clauses)): Question {
  const duplicates = activeTab(state).withDuplicates ? { duplicates: true } : {}
  return {
    case: state.path ?? '',
    filter,
    nowMicros: nowInEffect(state),
    zone: zoneInEffect(state.zone),
    ...duplicates,
  }
}

/** The question of the tab on screen. */
export function useQuestion(): Question {
  return useCase(currentQuestion)
}

/** What `useQuestion` gives of a state. Asked at every change of the store, so it looks before it makes a filter of clauses. */
export function currentQuestion(state: CaseStore): Question {
  const { clauses, withDuplicates } = activeTab(state)
  const basis = [state.path, clauses, withDuplicates, nowInEffect(state), state.zone]
  if (basis.every((part, place) => part === last.basis[place])) return last.question
  const question = questionOf(state)
  const text = JSON.stringify(question)
  last = { basis, text, question: text === last.text ? last.question : question }
  return last.question
}

let last: { readonly basis: readonly unknown[]; readonly text: string; readonly question: Question } = {
  basis: [],
  text: '',
  question: { case: '', filter: '' },
}
