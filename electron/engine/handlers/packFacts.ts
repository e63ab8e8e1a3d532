/** What the custody log says about a pack: before it is made, and once it is. */
import { basename } from 'node:path'
import type { PackReport, PackRequest } from '../../../shared/api/index.ts'
import type { Json } from '../../../shared/failure.ts'
import { printQuery } from '../../../shared/query/index.ts'
import { isoText } from '../../../shared/time/index.ts'

type Facts = { readonly [key: string]: Json }

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
