/** The custody log of a pack: its chain, its end, and that it tells of the exhibits' import as the pack states them. */
import type { Json } from '../../../../../shared/failure.ts'
import { canonicalJson } from '../../../base/index.ts'
import { ChainCheck, type SealedEntry } from '../../../integrity/index.ts'
import type { PackExhibit, PackStatement } from '../statement.ts'
import { payloadFiles } from '../layout.ts'
import type { Findings } from './findings.ts'

/** Returns the number of entries; those whose facts are withheld are only asked whether they follow. */
export async function checkCustody(
  lines: AsyncIterable<string>,
  statement: PackStatement | null,
  exhibits: ReadonlyMap<string, PackExhibit>,
  findings: Findings,
): Promise<number> {
  const path = payloadFiles.custody
  const chain = new ChainCheck()
  const imported = new Map<string, unknown>()
  let last: SealedEntry | null = null
  let line = 0
  let withheld = 0
  for await (const text of lines) {
    line++
    const found = entryFrom(text)
    if (found === null) {
      findings.add({
        code: 'pack/structure',
        message: `Line ${line} of ${path} is no custody entry`,
        where: { path, line },
      })
      continue
    }
    const { entry, isWhole } = found
    if (!isWhole) withheld++
    for (const fault of chain.next(entry, isWhole)) findings.add({ ...fault, where: { path, line } })
    if (entry.act === 'exhibit.import' && isFields(entry.facts))
      imported.set(String(entry.facts.exhibit), entry.facts.sha256)
    last = entry
  }
  for (const { label, sha256 } of exhibits.values()) {
    if (imported.get(label) === sha256) continue
    findings.add({
      code: 'pack/exhibit-differs',
      message: `The custody log does not tell of the import of ${label} with the SHA-256 that the pack states`,
      where: { exhibit: label, path },
      facts: { expected: sha256, found: String(imported.get(label) ?? '') },
    })
  }
  const end = statement?.custody
  if (end !== undefined && (last?.seq !== end.entries || last.hash !== end.lastHash)) {
    findings.add({
      code: 'verify/custody-broken',
      message: `The custody log does not end with entry ${end.entries}, as the pack states`,
      where: { path },
      facts: { problem: 'other-end', expected: end.lastHash, found: last?.hash ?? null },
    })
  }
  if (end !== undefined && withheld !== end.withheld) {
    findings.add({
      code: 'pack/count-differs',
      message: `The pack states ${end.withheld} custody entries without their facts and holds ${withheld}`,
      where: { path },
      facts: { expected: end.withheld, found: withheld },
    })
  }
  return line
}

/** Null for a line that is no entry in canonical JSON; one without facts is no whole one. */
function entryFrom(text: string): { readonly entry: SealedEntry; readonly isWhole: boolean } | null {
  try {
    const value: unknown = JSON.parse(text)
    if (!isFields(value)) return null
    const { act, at, facts, hash, prev, seq, who } = value as unknown as SealedEntry
    const isEntry = [act, at, hash, prev, who].every((item) => typeof item === 'string') && typeof seq === 'number'
    const isWhole = facts !== undefined
    const given: { readonly [key: string]: Json } = { act, at, hash, prev, seq, who, ...(isWhole ? { facts } : {}) }
    if (!isEntry || canonicalJson(given) !== text) return null
    return { entry: { act, at, facts: facts ?? null, hash, prev, seq, who }, isWhole }
  } catch {
    // No JSON, or none that can be canonical: it is no entry either way.
    return null
  }
}

function isFields(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
