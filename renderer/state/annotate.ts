/** Bookmarks, tags and notes from the screen: done at once, told with a way back. */
import type { AnnotationBatch, AnnotationChange, AnnotationTarget } from '../../shared/api/index.ts'
import type { Result } from '../../shared/failure.ts'
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
  await finish(path, await call('annotations.change', { case: path, target, change }), done)
}

/** Changes a note's text; an empty one takes the note away. */
export async function editNote(note: number, text: string, done: () => string): Promise<void> {
  const path = useCase.getState().path
  if (path === null) return
  await finish(path, await call('annotations.editNote', { case: path, note, text }), done)
}

async function finish(path: string, reply: Result<AnnotationBatch>, done: (changed: number) => string): Promise<void> {
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
