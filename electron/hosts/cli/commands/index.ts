/** Every command of the command line. */
import type { CommandSpec } from '../command.ts'
import { attachCommand } from './attach.ts'
import { benchCommand } from './bench.ts'
import { exportCommand } from './export.ts'
import { exportsCommand } from './exports.ts'
import { facetsCommand } from './facets.ts'
import { importCommand } from './import.ts'
import { infoCommand } from './info.ts'
import { keysCommand } from './keys.ts'
import { packCommand } from './pack.ts'
import { populationCommand } from './population.ts'
import { profilesCommand } from './profiles.ts'
import { pullCommand } from './pull.ts'
import { queryCommand } from './query.ts'
import { redactionCommand } from './redaction.ts'
import { sampleCommand } from './sample.ts'
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
  packCommand,
  exportsCommand,
  populationCommand,
  sampleCommand,
  verifyCommand,
  attachCommand,
  keysCommand,
  profilesCommand,
  pullCommand,
  redactionCommand,
  serveCommand,
  benchCommand,
]
