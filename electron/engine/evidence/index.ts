/** Exports and verification. */
export { CsvFormatter } from './csv.ts'
export { cellReader, jsonLine, oneLineJson, payloadJson, timeCell } from './eventText.ts'
export { exportEvents, type ExportJob } from './exportEvents.ts'
export { exportTable } from './exportTable.ts'
export * from './pack/index.ts'
export { type CaseCheck, verifyCase } from './verifyCase.ts'
export type { EventMapper } from './verifyEvents.ts'
export { verifySource } from './verifySource.ts'
