/**
 * The folder a file dialog shows, and the path typed above it. Replies come late, so the last folder asked for is the one
 * shown, what somebody types while a reply is under way stays as typed, and until the two are one nothing can be taken.
 */
import { useRef, useState } from 'react'
import type { FolderListing } from '../../../shared/api/index.ts'
import type { Failure } from '../../../shared/failure.ts'
import { call } from '../../state/caller.ts'

export interface FolderShown {
  readonly listing: FolderListing | null
  readonly failure: Failure | null
  readonly typed: string
  /** Whether the list is of the folder that was asked for last and stands above it. */
  readonly isSettled: boolean
  readonly isAsking: boolean
  setTyped(text: string): void
  /** Lists a folder, the home folder where none is given; false: it cannot be listed, and nobody asked for another. */
  show(folder?: string): Promise<boolean>
}

/** `onShown` is called whenever another listing stands there. */
export function useFolderListing(suggested: string, onShown: () => void): FolderShown {
  const [listing, setListing] = useState<FolderListing | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [typed, setTyped] = useState(suggested)
  const [isAsking, setIsAsking] = useState(false)
  const asked = useRef(0)
  const typings = useRef(0)
  return {
    listing,
    failure,
    typed,
    isSettled: !isAsking && listing !== null && withoutEnd(typed) === withoutEnd(listing.folder),
    isAsking,
    setTyped(text) {
      typings.current++
      setTyped(text)
    },
    async show(folder = '') {
      const question = ++asked.current
      const typingsBefore = typings.current
      setIsAsking(true)
      const reply = await call('host.list', folder === '' ? {} : { folder })
      if (question !== asked.current) return true
      setIsAsking(false)
      setFailure(reply.ok ? null : reply.failure)
      if (!reply.ok) return false
      setListing(reply.value)
      if (typings.current === typingsBefore) setTyped(reply.value.folder)
      onShown()
      return true
    },
  }
}

/** A path without blanks about it and separators at its end. */
function withoutEnd(path: string): string {
  return path.trim().replace(/[\\/]+$/, '')
}
