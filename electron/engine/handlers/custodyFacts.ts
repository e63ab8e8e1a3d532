/** What the custody log says about an export and about a verification. */
import { basename } from 'node:path'
import type { ExportReport, PackReport, PackRequest, Question, VerifyReport } from '../../../shared/api/index.ts'
import type { Json } from '../../../shared/failure.ts'
import { isoText } from '../../../shared/time/index.ts'
import { printQuery } from '../../../shared/query/index.ts'

type Facts = { readonly [key: string]: Json }

/** Of paths the name alone: where somebody keeps his files does not belong in evidence. */
export function exportFacts(
  request: Question & { readonly timeZone?: string },
  report: ExportReport,
  version: string,
): Facts {
  const { filter, nowMicros, zone, timeZone } = request
  return {
    file: basename(report.out),
    format: report.format,
    filter: typeof filter === 'string' ? filter : printQuery(filter),
    // Both say what a filter means that speaks of “now” or of times without a zone.
    ...(nowMicros === undefined ? {} : { now: isoText(nowMicros) }),
    ...(zone === undefined ? {} : { zone }),
    ...(timeZone === undefined ? {} : { timeZone }),
    rows: report.rows,
    sizeBytes: report.sizeBytes,
    sha256: report.sha256,
    version,
  }
}

/** Entered before a pack is made, so that the pack's own copy of the log tells of it. */
export function packAnnouncement(request: PackRequest, out: string, signedBy: string | null, version: string): Facts {
  const { filter, nowMicros, zone, title, purpose } = request
  return {
    file: basename(out),
    filter: typeof filter === 'string' ? filter : printQuery(filter),
    ...(nowMicros === undefined ? {} : { now: isoText(nowMicros) }),
    ...(zone === undefined ? {} : { zone }),
    ...(title === undefined ? {} : { title }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(signedBy === null ? {} : { signedBy }),
    version,
  }
}

/** Entered once it is made: what it came to. */
export function packFacts(report: PackReport, version: string): Facts {
  return {
    file: basename(report.out),
    events: report.events,
    withheld: report.withheld,
    sizeBytes: report.sizeBytes,
    sha256: report.sha256,
    ...(report.isEncrypted ? { zipSha256: report.zipSha256 } : {}),
    ...(report.signedBy === null ? {} : { signedBy: report.signedBy }),
    announcedBy: report.custody.entries,
    version,
  }
}

export function verifyFacts(report: VerifyReport, version: string): Facts {
  const codes = [...new Set(report.findings.map((finding) => finding.code))].sort()
  return { findings: report.findings.length, codes, checked: { ...report.checked }, version }
}
