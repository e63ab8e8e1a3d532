/** Every text of the interface, by part; English. */
import { frame } from './frame.ts'
import { grid } from './grid.ts'

export const t = { frame, grid } as const
