/** What the custody log says about an export and about a verification. */
import { basename } from 'node:path'
import type { ExportReport, Question, VerifyReport } from '../../../shared/api/index.ts'
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
    ...(report.leftOut > 0 ? { duplicatesLeftOut: report.leftOut } : {}),
    sizeBytes: report.sizeBytes,
    sha256: report.sha256,
    version,
  }
}

export function verifyFacts(report: VerifyReport, version: string): Facts {
  const codes = [...new Set(report.findings.map((finding) => finding.code))].sort()
  return { findings: report.findings.length, codes, checked: { ...report.checked }, version }
}
