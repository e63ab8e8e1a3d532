/** Checks an evidence pack, without the case it came from: everything in it, and everything that is wrong is told. */
import type { PackSays, PackVerifyReport, PackVerifyRequest } from '../../../../shared/api/index.ts'
import { type Failure, FailureError } from '../../../../shared/failure.ts'
import { checkBag } from './check/bagCheck.ts'
import { byteLines } from './check/byteLines.ts'
import { checkCustody } from './check/custodyCheck.ts'
import { Disclosures } from './check/disclosures.ts'
import { checkEvents } from './check/eventsCheck.ts'
import { Findings } from './check/findings.ts'
import { PackFile } from './check/packFile.ts'
import { checkPackSignature, checkPackTimeStamp } from './check/signatureCheck.ts'
import { ExhibitPlaces } from './check/sourceCheck.ts'
import { readStated, type Stated } from './check/stated.ts'
import { payloadFiles, tagFiles } from './layout.ts'
import type { OpenRecordReader } from './recordEvent.ts'

/** An original export: its name and its bytes; a failure where it cannot be read. */
export interface PackSource {
  readonly path: string
  open(): AsyncIterable<Uint8Array>
}

/** Fails with `pack/not-a-pack`, `pack/encrypted`, `pack/damaged`, `pack/unsafe`, `pack/newer-version`. */
export async function verifyPack(
  { pack: path, against, disclose }: PackVerifyRequest,
  openReader: OpenRecordReader,
  sources: (paths: readonly string[]) => AsyncIterable<PackSource>,
  signal: AbortSignal,
  onBytes: (done: number, total: number) => void,
): Promise<PackVerifyReport> {
  const startedAt = performance.now()
  const findings = new Findings()
  const disclosures = await Disclosures.read(disclose ?? [])
  const pack = await PackFile.open(path)
  try {
    const { sha256, isSealed } = await pack.hashes(signal)
    if (!isSealed) {
      findings.add({
        code: 'pack/structure',
        message: 'The ZIP is not byte for byte as it was made: its seal is missing or does not fit',
        where: { path },
        next: 'What follows says whether its contents are; they may be where it was only packed anew.',
      })
    }
    const total = pack.names.reduce((sum, name) => sum + pack.sizeOf(name), 0)
    const bag = await checkBag(pack, findings, signal, (bytes) => onBytes(bytes, total))
    const stated = await readStated(pack, findings)
    const signature = await told(findings, () => checkPackSignature(pack, findings))
    const timeStamp = await told(findings, () => checkPackTimeStamp(pack, findings))
    const custodyEntries = await told(findings, () =>
      checkCustody(
        byteLines(pack.bytes(payloadFiles.custody), payloadFiles.custody),
        stated.statement,
        stated.exhibits,
        findings,
      ),
    )
    const places = new ExhibitPlaces(stated.exhibits)
    const events = await checkEvents(pack, stated, openReader, disclosures, findings, signal, (leaf) => {
      if (against !== undefined && against.length > 0) places.add(leaf)
    })
    const disclosed = disclosures.count(findings)
    let compared = 0
    const others: string[] = []
    for await (const source of sources(against ?? [])) {
      const isOurs = await told(findings, () => places.check(source.path, source.open(), findings, signal))
      if (isOurs === true) compared++
      if (isOurs === false) others.push(source.path)
    }
    // A folder of exports may hold many that the pack has no events of; but one at least must be of those.
    if (compared === 0) for (const other of others) findings.add(noExhibit(other))
    return {
      pack: path,
      sha256,
      findings: findings.all,
      says: saysOf(stated),
      signature: signature ?? { state: pack.has(tagFiles.signers) ? 'bad' : 'none', fingerprint: null },
      timeStamp: timeStamp ?? { state: 'none', at: null },
      checked: {
        files: bag.files,
        bytes: bag.bytes,
        proofs: events.proofs,
        records: events.records,
        rows: events.rows,
        custodyEntries: custodyEntries ?? 0,
        disclosed,
        sources: compared,
      },
      seconds: (performance.now() - startedAt) / 1000,
    }
  } finally {
    pack.close()
  }
}

function noExhibit(path: string): Failure {
  return {
    code: 'verify/source-differs',
    message: 'No exhibit of this pack has these bytes or this name',
    where: { path },
  }
}

/** What a part of the check gives; null where something it needs cannot be read, which is a finding. */
async function told<T>(findings: Findings, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    findings.add(error.failure)
    return null
  }
}

function saysOf({ statement, exhibits }: Stated): PackSays | null {
  if (statement === null) return null
  const { title, purpose, madeAt, madeBy, query, events, withheld } = statement
  return {
    title,
    purpose,
    madeAt,
    madeBy,
    caseId: statement.case.caseId,
    query: query.text,
    events,
    withheld,
    exhibits: [...exhibits.values()].map(({ label, path, sha256 }) => ({ label, path, sha256 })),
  }
}
