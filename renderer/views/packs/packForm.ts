/** What is chosen for a pack while it is put together; kept while other screens are looked at, gone with the case. */
import { create } from 'zustand'
import { type PackFormat, packFormats } from '../../../shared/api/index.ts'
import type { RedactionChosen } from '../exports/exportDraft.ts'

export interface PackChoices {
  readonly title: string
  readonly purpose: string
  readonly formats: readonly PackFormat[]
  readonly redaction: RedactionChosen
  /** Path of the key; null: the pack is not signed. */
  readonly key: string | null
  readonly withStampRequest: boolean
  readonly isEncrypted: boolean
  /** As typed. */
  readonly recipients: string
  readonly out: string
}

const nothingChosen: PackChoices = {
  title: '',
  purpose: '',
  formats: packFormats,
  redaction: { kind: 'none' },
  key: null,
  withStampRequest: false,
  isEncrypted: false,
  recipients: '',
  out: '',
}

export const usePackChoices = create<PackChoices>()(() => nothingChosen)

/** Recipients as the engine takes them. */
export function recipientsFrom({ isEncrypted, recipients }: PackChoices): readonly string[] {
  if (!isEncrypted) return []
  return recipients.split(/[\s,]+/).filter((recipient) => recipient !== '')
}
