/** What is chosen for a pack while it is put together; kept while other screens are looked at, gone with the case. */
import { create } from 'zustand'
import { type PackFormat, packFormats } from '../../../shared/api/index.ts'

export interface PackChoices {
  readonly title: string
  readonly purpose: string
  readonly formats: readonly PackFormat[]
  /** Name of a redaction profile, or path of its file; null: nothing is redacted. */
  readonly redaction: string | null
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
  redaction: null,
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
