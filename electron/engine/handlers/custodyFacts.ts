/** What the custody log says about an export and about a verification. */
import { basename } from 'node:path'
import type { ExportReport, ExportRequest, RedactionReport, VerifyReport } from '../../../shared/api/index.ts'
import type { Json } from '../../../shared/failure.ts'

type Facts = { readonly [key: string]: Json }

/**
 * Of paths the name alone: where somebody keeps his files does not belong in evidence. `query` is what was asked for as
 * query text, `now` what it means by now.
 */
export function exportFacts(
  request: Pick<ExportRequest, 'zone' | 'timeZone' | 'name' | 'preset' | 'flatten' | 'verbatim' | 'zipped'>,
  { query, now }: { readonly query: string; readonly now: string | null },
  report: ExportReport,
  version: string,
): Facts {
  const { rows, sizeBytes, sha256, guardedCells, guarded, cutCells, foldedRecords, quotedRecords, beside } = report
  const asked = { name: request.name, zone: request.zone, timeZone: request.timeZone, zipped: request.zipped }
  return {
    file: basename(report.out),
    format: report.format,
    filter: query,
    // Both say what a filter means that speaks of “now” or of times without a zone.
    ...(now === null ? {} : { now }),
    ...stated({ ...asked, preset: request.preset, flatten: request.flatten, verbatim: request.verbatim }),
    rows,
    ...(report.leftOut > 0 ? { duplicatesLeftOut: report.leftOut } : {}),
    sizeBytes,
    sha256,
    ...(guardedCells === 0 ? {} : { guardedCells, guarded: guarded as Json }),
    ...stated({ cutCells, foldedRecords, quotedRecords }),
    ...(report.redaction === undefined ? {} : { redaction: redactionFacts(report.redaction) }),
    ...(beside.length === 0 ? {} : { beside: beside as unknown as Json }),
    version,
  }
}

/** How often each rule replaced something; where stands in the file beside the export. */
function redactionFacts({ profile, profileSha256, events, redactedEvents, count, rules }: RedactionReport): Facts {
  const byRule = rules.map((rule) => ({ id: rule.id, action: rule.action, count: rule.count, events: rule.events }))
  return { profile, profileSha256, events, redactedEvents, count, rules: byRule }
}

/** Those that say something. */
function stated(facts: { readonly [key: string]: Json | undefined }): Facts {
  return Object.fromEntries(
    Object.entries(facts).filter(
      (fact): fact is [string, Json] => ![undefined, false, 0].includes(fact[1] as undefined),
    ),
  )
}

export function verifyFacts(report: VerifyReport, version: string): Facts {
  const codes = [...new Set(report.findings.map((finding) => finding.code))].sort()
  return { findings: report.findings.length, codes, checked: { ...report.checked }, version }
}
