/** Asking for files, folders and places to save: with the system's dialogs where the host has them, else with the app's own. */
import { create } from 'zustand'
import type { PickRequest } from '../../shared/api/index.ts'
import { tellFailure, useApp } from './appStore.ts'
import { call } from './caller.ts'

/** A question the app's own dialog answers; null: none. */
export interface OpenPick {
  readonly request: PickRequest
  answer(paths: readonly string[] | null): void
}

export const usePick = create<{ readonly open: OpenPick | null }>()(() => ({ open: null }))

/** A file of that name in the folder where cases are suggested. */
export function suggestedPath(name: string): string {
  const folder = useApp.getState().host?.casesFolder ?? ''
  return folder === '' ? name : `${folder}${folder.includes('\\') ? '\\' : '/'}${name}`
}

/** The paths chosen; null where the dialog was closed. */
export async function pick(request: PickRequest): Promise<readonly string[] | null> {
  if (useApp.getState().host?.hasDialogs === true) {
    const reply = await call('host.pick', request)
    if (reply.ok) return reply.value?.paths ?? null
    tellFailure(reply.failure)
    return null
  }
  return new Promise((resolve) => {
    usePick.getState().open?.answer(null)
    usePick.setState({
      open: {
        request,
        answer(paths) {
          usePick.setState({ open: null })
          resolve(paths)
        },
      },
    })
  })
}
