/**
 * Puts the reply of a time-stamping authority in a pack: a copy of it, with one file more. Manifests and signature stay as
 * they are, since the tag manifest lists nothing that stands beside it (see `layout.ts`).
 */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { fail } from '../../../../shared/failure.ts'
import { PackFile } from './check/packFile.ts'
import { besideFiles, stampedFile } from './layout.ts'
import { PackZip } from './packZip.ts'
import { checkReply, MAX_REPLY_BYTES } from './timeStamp.ts'

export interface Attachment {
  readonly pack: string
  /** Path of the reply (`.tsr`). */
  readonly reply: string
  readonly out: string
  readonly overwrite: boolean
}

/** Fails with `pack/bad-reply`, and as opening a pack and writing an export do. */
export async function attachReply(
  { pack: path, reply, out, overwrite }: Attachment,
  signal: AbortSignal,
): Promise<{ out: string; sizeBytes: number; sha256: string; stampedAt: string }> {
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
    const zip = await PackZip.create(out, pack.folder, { overwrite, signal, wrap: null })
    try {
      for (const name of pack.names) {
        if (name === besideFiles.stampReply) continue
        await zip.entry(name, async (sink) => {
          for await (const chunk of pack.bytes(name)) await sink.writeBytes(chunk)
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
  fail({ code: 'pack/bad-reply', message: `The reply cannot be attached: ${why}`, where: { path } })
}
