/** The questions that were typed in this case, remembered by the host. */
import { useEffect } from 'react'
import { create } from 'zustand'
import { useCase } from '../../../state/caseStore.ts'
import { caseKey, remember, remembered } from '../../../state/remembered.ts'
import { historyFrom, withEntry } from './historyList.ts'

const useStore = create<{ readonly caseId: string; readonly entries: readonly string[] }>()(() => ({
  caseId: '',
  entries: [],
}))

/** Newest first. */
export function useHistory(): readonly string[] {
  const caseId = useCase((state) => state.info?.caseId ?? '')
  useEffect(() => {
    if (useStore.getState().caseId === caseId) return
    useStore.setState({ caseId, entries: [] })
    void remembered(caseKey('history')).then((kept) => {
      useStore.setState((state) =>
        state.caseId === caseId ? { entries: merged(state.entries, historyFrom(kept)) } : {},
      )
    })
  }, [caseId])
  return useStore((state) => state.entries)
}

export function addToHistory(text: string): void {
  const entries = withEntry(useStore.getState().entries, text)
  useStore.setState({ entries })
  remember(caseKey('history'), entries)
}

/** What was asked while the remembered ones were on their way stays in front. */
function merged(newer: readonly string[], older: readonly string[]): readonly string[] {
  return newer.reduceRight<readonly string[]>((entries, text) => withEntry(entries, text), older)
}
