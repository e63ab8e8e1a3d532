/** The sheets of a workbook as members, each under the workbook's path and its own name. */
import { ByteFeed } from './byteFeed.ts'
import { displayName, INSIDE } from './entryName.ts'
import type { InflationBudget } from './inflationBudget.ts'
import { type Inside, type OpenContext, plainMember, unsafeName } from './plainMember.ts'
import { CHUNK_BYTES, type SourceItem } from './sourceItem.ts'
import { workbookItems } from './workbookZip.ts'
import type { ZipEntry } from './zipEntry.ts'

/** The members of the workbook at `path`, whose parts are `entries`. Fails with `import/workbook-*` and `import/unsafe-xml`. */
export async function* membersOfWorkbook(
  context: OpenContext,
  entries: readonly ZipEntry[],
  path: string,
  inside: Inside & { readonly budget: InflationBudget },
): AsyncGenerator<SourceItem> {
  const contents = (entry: ZipEntry): AsyncIterable<Uint8Array> => inside.budget.watch(entry.contents())
  for (const { name } of entries) {
    const partPath = path + INSIDE + displayName(name)
    const failure = unsafeName(name, partPath)
    if (failure !== null) yield { kind: 'failure', path: partPath, failure }
  }
  for await (const item of workbookItems(entries, contents)) {
    context.signal.throwIfAborted()
    const sheetPath = path + INSIDE + item.name
    if (item.kind === 'skipped') yield { kind: 'skipped', path: sheetPath, reason: item.reason }
    else if (item.kind === 'failure')
      yield { kind: 'failure', path: sheetPath, failure: { ...item.failure, where: { path: sheetPath } } }
    else {
      const { head, layout, entry } = item
      const headBytes = head.reduce((sum, part) => sum + part.length, 0)
      const feed = new ByteFeed(sheetBytes(head, contents(entry)))
      try {
        yield* plainMember(context, feed, {
          ...inside,
          path: sheetPath,
          sizeBytes: entry.sizeBytes === null ? null : headBytes + entry.sizeBytes,
          modifiedMs: entry.modifiedMs,
          sheet: layout,
        })
      } finally {
        await feed.close()
      }
    }
  }
}

/** The parts in front, copied as chunks are given away, and the sheet behind them. */
async function* sheetBytes(head: readonly Uint8Array[], sheet: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const part of head)
    for (let at = 0; at < part.length; at += CHUNK_BYTES) yield new Uint8Array(part.subarray(at, at + CHUNK_BYTES))
  yield* sheet
}
