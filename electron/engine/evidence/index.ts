/** Exports and verification. */
export * from './exports/index.ts'
export { type CaseCheck, verifyCase } from './verifyCase.ts'
export type { EventMapper } from './verifyEvents.ts'
export { verifySource } from './verifySource.ts'
