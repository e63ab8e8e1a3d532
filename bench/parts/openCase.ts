/** From the start of a process to the first page of 200 rows, with the case in the system's cache and without. */
import { spawnSync } from 'node:child_process'
import { type Floor, measured, type Figure } from '../measure/figure.ts'
import { runProgram } from '../measure/program.ts'
import { sampleOf } from '../measure/sample.ts'
import { LARGE_EVENTS, type Run } from '../part.ts'
import type { CaseSpec } from '../cases.ts'

const REPEATS = 5

const floor: Floor = { atMost: 2_000, judged: 'median', events: LARGE_EVENTS }

export async function openFigures({ cases, signal, note }: Run, spec: CaseSpec): Promise<Figure[]> {
  const path = await cases.path(spec)
  const open = async (): Promise<number> => {
    const page = await runProgram<{ ms: number; rows: number; total: number }>('firstPage', [path], signal)
    if (page.total !== spec.events) throw new Error(`The case holds ${page.total} events`)
    return page.ms
  }
  note('opening the case …')
  const cold: number[] = []
  const warm: number[] = []
  for (let i = 0; i < REPEATS && dropCached(path); i++) cold.push(await open())
  await open()
  for (let i = 0; i < REPEATS; i++) warm.push(await open())
  const figures: Figure[] = []
  if (cold.length > 0)
    figures.push(
      measured(
        'open to the first page, case not in the file cache',
        'ms',
        spec.events,
        sampleOf(cold),
        floor,
        'The whole process, Node’s own start included. The system was asked to forget the file (`dd iflag=nocache`); below it, the disk may remember.',
      ),
    )
  figures.push(measured('open to the first page, file cache warm', 'ms', spec.events, sampleOf(warm), floor))
  return figures
}

/** Asks the system to drop the file from its cache (GNU dd, `posix_fadvise`); false where that cannot be asked. */
function dropCached(path: string): boolean {
  const { status } = spawnSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' })
  return status === 0
}
