/** Bookmarks, tags and notes from the screen: done at once, told with a way back. */
import type { AnnotationChange, AnnotationTarget } from '../../shared/api/index.ts'
import { tell, tellFailure } from './appStore.ts'
import { call } from './caller.ts'
import { useCase } from './caseStore.ts'
import { refresh } from './openCase.ts'

/** Makes a change; `done` says what it came to, given the number of events that are different now. */
export async function annotate(
  target: AnnotationTarget,
  change: AnnotationChange,
  done: (changed: number) => string,
): Promise<void> {
  const path = useCase.getState().path
  if (path === null) return
  const reply = await call('annotations.change', { case: path, target, change })
  if (!reply.ok) return tellFailure(reply.failure)
  const { batch, changed } = reply.value
  tell({ kind: 'done', text: done(changed), undo: changed === 0 ? null : () => void undo(path, batch) })
  await refresh()
}

async function undo(path: string, batch: number): Promise<void> {
  const reply = await call('annotations.undo', { case: path, batch })
  if (!reply.ok) tellFailure(reply.failure)
  await refresh()
}
