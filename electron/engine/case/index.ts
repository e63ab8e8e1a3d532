/** The case file: schema, fields, exhibits, custody. */
export * from './caseFile.ts'
export * from './custody.ts'
export * from './damage.ts'
export * from './exhibits.ts'
export * from './exhibitSeal.ts'
export * from './fieldColumns.ts'
export { SCHEMA_VERSION } from './migrations/index.ts'
