/** Files of events and sessions, and what is taken out of them. */
import {
  type Api,
  csvDelimiters,
  exportFormats,
  type ExportRequest,
  fileFormats,
  reportDetails,
  type SessionsExportRequest,
} from '../../api/index.ts'
import { shortText, texts, sort, questionKeys, ofCase } from './basics.ts'
import { count, flag, object, oneOf, optional, type RequestShapes, whole } from '../shape.ts'

export const exporting = object<ExportRequest>({
  ...questionKeys,
  format: oneOf(exportFormats),
  zipped: optional(oneOf(fileFormats)),
  name: optional(shortText),
  out: shortText,
  overwrite: optional(flag),
  preset: optional(shortText),
  columns: optional(texts),
  flatten: optional(flag),
  sort: optional(sort),
  timeZone: optional(shortText),
  formulaGuard: optional(flag),
  delimiter: optional(oneOf(csvDelimiters)),
  bom: optional(flag),
  verbatim: optional(flag),
  details: optional(oneOf(reportDetails)),
  redaction: optional(shortText),
})
export const exportingSessions = object<SessionsExportRequest>({
  ...questionKeys,
  search: optional(shortText),
  liveAtMicros: optional(whole),
  out: shortText,
  overwrite: optional(flag),
  format: optional(oneOf(['csv', 'zip'])),
  name: optional(shortText),
  redaction: optional(shortText),
})

export const exportRequests: RequestShapes<
  Pick<Api, 'rows.export' | 'exports.list' | 'sessions.export' | 'redaction.profiles' | 'redaction.pseudonyms'>
> = {
  'rows.export': exporting,
  'exports.list': object({ ...ofCase, offset: count, limit: count }),
  'sessions.export': exportingSessions,
  'redaction.profiles': object<Api['redaction.profiles']['request']>({ path: optional(shortText) }),
  'redaction.pseudonyms': object({ ...ofCase, values: texts }),
}
