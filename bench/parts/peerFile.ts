/** The file that a peer writes its table to. */
import { rmSync } from 'node:fs'

/** Removes a SQLite database with what may be left beside it. */
export function removeDatabase(path: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(path + ending, { force: true })
}
