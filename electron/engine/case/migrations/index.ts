/** All schema steps, oldest first. */
import { initial } from './0010-initial.ts'
import { annotations } from './0020-annotations.ts'
import { pseudonymKey } from './0030-pseudonymKey.ts'
import { samples } from './0040-samples.ts'
import { pulls } from './0050-pulls.ts'
import { duplicates } from './0060-duplicates.ts'
import { uuidCodes } from './0070-uuidCodes.ts'
import type { Migration } from './migration.ts'

export const migrations: readonly Migration[] = [
  initial,
  annotations,
  pseudonymKey,
  samples,
  pulls,
  duplicates,
  uuidCodes,
]

/** Schema version this build writes. */
export const SCHEMA_VERSION = migrations[migrations.length - 1].version
