/** Columns, dictionaries, row sets and verbatim bytes. */
export * from './chunkWriter.ts'
export * from './codes.ts'
export * from './columnChunk.ts'
export * from './columnStore.ts'
export * from './rowSet.ts'
export * from './rows.ts'
export * from './scan.ts'
export * from './verbatim.ts'
