/** Populations and samples from the screen: frozen, drawn, marked; what was done is then on screen. */
import type { MarkRequest, SampleFileReport } from '../../shared/api/index.ts'
import { tell, tellFailure } from './appStore.ts'
import { call } from './caller.ts'
import { type CaseStore, showScreen, useCase } from './caseStore.ts'
import { refresh } from './openCase.ts'

/** Shows a population or sample; null: the first there is. */
export function showSampled(sampled: CaseStore['sampled']): void {
  useCase.setState({ sampled })
  showScreen('samples')
}

/** Marks items; nothing is told where it went well, as the marks are seen at once. */
export async function markItems(request: Omit<MarkRequest, 'case'>): Promise<void> {
  const path = useCase.getState().path
  if (path === null) return
  const reply = await call('samples.mark', { case: path, ...request })
  if (!reply.ok) return tellFailure(reply.failure)
  await refresh()
}

/** Tells that a file was written; `done` says it. */
export function tellWritten(report: SampleFileReport, done: (report: SampleFileReport) => string): void {
  tell({ kind: 'done', text: done(report), undo: null })
}
