/** Every text of the interface, by part; English. */
import { detail } from './detail.ts'
import { exhibits } from './exhibits.ts'
import { exportTexts } from './exports.ts'
import { facets } from './facets.ts'
import { frame } from './frame.ts'
import { grid } from './grid.ts'
import { importTexts } from './import.ts'
import { map } from './map.ts'
import { packs } from './packs.ts'
import { pulls } from './pulls.ts'
import { query } from './query.ts'
import { samples } from './samples.ts'
import { sessions } from './sessions.ts'
import { start } from './start.ts'
import { tree } from './tree.ts'

export const t = {
  detail,
  exhibits,
  export: exportTexts,
  facets,
  frame,
  grid,
  import: importTexts,
  map,
  packs,
  pulls,
  query,
  samples,
  sessions,
  start,
  tree,
} as const
