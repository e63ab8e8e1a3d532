/** Evidence packs: made, checked, stamped; and the keys that sign them. */
export { requireRecipients } from './ageWrap.ts'
export { attachReply } from './attachReply.ts'
export { type KeyFolders, KeyRing } from './keys/keyRing.ts'
export { fingerprint } from './keys/sshKey.ts'
export { makePack, type PackJob, type PackRedactor, type RedactedEvent } from './makePack.ts'
export type { OpenRecordReader, RecordEvent, RecordReader, StatedReading } from './recordEvent.ts'
export { type PackSource, verifyPack } from './verifyPack.ts'
