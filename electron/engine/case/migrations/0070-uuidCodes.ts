/**
 * Schema version 70: codes of random UUIDs say how these begin (`store/codes.ts`). Chunks that may hold the codes of before go;
 * what is missing among chunks is read from the events, and written by the next import.
 */
import type { Migration } from './migration.ts'

export const uuidCodes: Migration = {
  version: 70,
  up: (db) => db.exec('DELETE FROM column_chunk WHERE width = 4'),
}
