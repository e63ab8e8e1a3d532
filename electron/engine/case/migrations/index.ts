/** All schema steps, oldest first. */
import { initial } from './0010-initial.ts'
import { annotations } from './0020-annotations.ts'
import { pulls } from './0050-pulls.ts'
import type { Migration } from './migration.ts'

export const migrations: readonly Migration[] = [initial, annotations, pulls]

/** Schema version this build writes. */
export const SCHEMA_VERSION = migrations[migrations.length - 1].version
