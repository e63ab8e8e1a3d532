/** Exports, what is taken out of them, evidence packs and verification. */
export * from './exports/index.ts'
export * from './pack/index.ts'
export * from './redaction/index.ts'
export { type CaseCheck, verifyCase } from './verifyCase.ts'
export type { EventMapper } from './verifyEvents.ts'
export { verifySource } from './verifySource.ts'
export { type Workpaper, workpaperOf, type WorkpaperSource } from './workpaper/workpaper.ts'
export { writeWorkpaper } from './workpaper/writeWorkpaper.ts'
