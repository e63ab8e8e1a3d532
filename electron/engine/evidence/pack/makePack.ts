/** Makes an evidence pack: the chosen events with what proves where they come from, written front to back in one go. */
import { fail } from '../../../../shared/failure.ts'
import { ageWrap } from './ageWrap.ts'
import { MAX_PACK_EVENTS } from './layout.ts'
import { PackPayload } from './packPayload.ts'
import type { PackJob } from './packJob.ts'
import { PackZip, type WrittenZip } from './packZip.ts'
import type { PackStatement } from './statement.ts'
import { writeTagFiles } from './tagFiles.ts'

export interface MadePack extends WrittenZip {
  readonly statement: PackStatement
  /** Labels of the exhibits that its events come from. */
  readonly exhibits: readonly string[]
}

/** Rejects with the signal's reason when aborted, leaving nothing behind. Fails as an export does, and with `pack/*`. */
export async function makePack(
  job: PackJob,
  signal: AbortSignal,
  onRows: (done: number, total: number) => void,
): Promise<MadePack> {
  if (job.expected > MAX_PACK_EVENTS) {
    fail({
      code: 'pack/too-many-events',
      message: `${job.expected} events are more than the ${MAX_PACK_EVENTS} that a pack may hold`,
      next: 'Narrow the query, or make several packs.',
      facts: { found: job.expected, most: MAX_PACK_EVENTS },
    })
  }
  const zip = await PackZip.create(job.out, folderName(job.stated.madeAt), {
    overwrite: job.overwrite,
    signal,
    wrap: ageWrap(job.recipients),
  })
  try {
    const { statement, exhibits } = await new PackPayload(job, zip, signal, onRows).write()
    const payload = { files: zip.files.length, bytes: zip.files.reduce((sum, file) => sum + file.sizeBytes, 0) }
    await writeTagFiles(zip, statement, payload, job.key, job.withStampRequest)
    return { ...(await zip.finish()), statement, exhibits }
  } catch (error) {
    await zip.discard()
    throw error
  }
}

/** `vouch-pack-20261128T130501Z`. */
function folderName(madeAt: string): string {
  return `vouch-pack-${madeAt.replace(/\.\d+/, '').replace(/[^0-9TZ]/g, '')}`
}
