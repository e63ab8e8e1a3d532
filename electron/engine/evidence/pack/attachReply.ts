/**
 * Puts the reply of a time-stamping authority in a pack: a copy of it, with one file more. Manifests and signature stay as
 * they are, since the tag manifest lists nothing that stands beside it (see `layout.ts`).
 */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import type { PackAttachReport, PackAttachRequest } from '../../../../shared/api/index.ts'
import { fail } from '../../../../shared/failure.ts'
import { PackFile } from './check/packFile.ts'
import { besideFiles, stampedFile } from './layout.ts'
import { PackZip } from './packZip.ts'
import { checkReply, MAX_REPLY_BYTES } from './timeStamp.ts'

/**
 * Fails with `pack/bad-reply`, and as opening a pack and writing an export do. `onProgress` is told bytes of the pack's files,
 * inflated, and all there are.
 */
export async function attachReply(
  { pack: path, reply, out, overwrite }: Required<PackAttachRequest>,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<PackAttachReport> {
  const bytes = await replyBytes(reply)
  const pack = await PackFile.open(path)
  try {
    const stamped = stampedFile(pack.has(besideFiles.signature))
    const check = checkReply(
      bytes,
      createHash('sha256')
        .update(await pack.small(stamped))
        .digest(),
    )
    if (!check.ok) badReply(reply, `it is no time-stamp of this pack’s ${stamped}: ${check.problem}`)
    const total = pack.names.reduce((sum, name) => sum + pack.sizeOf(name), 0)
    let done = 0
    const zip = await PackZip.create(out, pack.folder, { overwrite, signal, wrap: null })
    try {
      for (const name of pack.names) {
        if (name === besideFiles.stampReply) continue
        await zip.entry(name, async (sink) => {
          for await (const chunk of pack.bytes(name)) {
            await sink.writeBytes(chunk)
            done += chunk.length
            onProgress(done, total)
          }
        })
      }
      await zip.add(besideFiles.stampReply, bytes)
      const { sizeBytes, sha256 } = await zip.finish()
      return { out, sizeBytes, sha256, stampedAt: check.at }
    } catch (error) {
      await zip.discard()
      throw error
    }
  } finally {
    pack.close()
  }
}

async function replyBytes(path: string): Promise<Buffer> {
  const facts = await stat(path).catch(() => null)
  if (facts === null || !facts.isFile()) badReply(path, 'there is no such file')
  if (facts.size > MAX_REPLY_BYTES) badReply(path, 'it is too long to be one')
  return readFile(path)
}

function badReply(path: string, why: string): never {
  fail({
    code: 'pack/bad-reply',
    message: `The reply cannot be attached: ${why}`,
    where: { path },
    kept: 'The pack is as it was, and no other was written.',
    next: 'Choose the reply (.tsr) that the authority gave to the request (.tsq) of this very pack.',
  })
}
