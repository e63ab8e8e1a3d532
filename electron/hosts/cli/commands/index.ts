/** Every command of the command line. */
import type { CommandSpec } from '../command.ts'
import { benchCommand } from './bench.ts'
import { exportCommand } from './export.ts'
import { facetsCommand } from './facets.ts'
import { importCommand } from './import.ts'
import { infoCommand } from './info.ts'
import { profilesCommand } from './profiles.ts'
import { pullCommand } from './pull.ts'
import { queryCommand } from './query.ts'
import { serveCommand } from './serve.ts'
import { showCommand } from './show.ts'
import { verifyCommand } from './verify.ts'

export const commands: readonly CommandSpec[] = [
  importCommand,
  infoCommand,
  queryCommand,
  facetsCommand,
  showCommand,
  exportCommand,
  verifyCommand,
  profilesCommand,
  pullCommand,
  serveCommand,
  benchCommand,
]
