/** Which columns of an export the report's table shows side by side, and which stand below each event: a page is only so wide. */
import { fieldById } from '../../../../../shared/fields.ts'
import type { ExportColumn } from '../eventWriter.ts'

/** Columns side by side at most. */
const MAX_SIDE_BY_SIDE = 8

/** What stands side by side where there are more, in the order of the columns asked for. */
const FIRST = ['id', 'time', 'actor', 'action', 'outcome', 'resourceType', 'resourceName', 'ip', 'message']

/** Shares of the width; all others have 12. */
const widths: { readonly [id: string]: number } = {
  id: 6,
  time: 17,
  timeText: 17,
  actor: 17,
  action: 18,
  message: 26,
  outcome: 8,
  actorType: 8,
  operation: 8,
  ip: 13,
  exhibit: 6,
  record: 7,
  bookmark: 7,
  status: 6,
}
const USUAL_WIDTH = 12

/** A column of the report: where its cell is among the cells of a row, and what it is called. */
export interface ReportColumn {
  readonly place: number
  readonly label: string
  /** Share of the table's width, in percent. */
  readonly width: number
  readonly isNumber: boolean
  readonly isMono: boolean
}

export interface ReportColumns {
  readonly side: readonly ReportColumn[]
  readonly below: readonly ReportColumn[]
  /** JSON, each set out on lines of its own. */
  readonly json: readonly ReportColumn[]
}

export function reportColumns(columns: readonly ExportColumn[]): ReportColumns {
  const all = columns.map((column, place) => ({ column, made: reportColumn(column, place) }))
  const json = all.filter(({ column }) => column.type === 'json')
  const texts = all.filter(({ column }) => column.type !== 'json' && column.id !== 'note')
  const notes = all.filter(({ column }) => column.id === 'note')
  const named = texts.filter(({ column }) => FIRST.includes(column.id)).slice(0, MAX_SIDE_BY_SIDE)
  const side = texts.length <= MAX_SIDE_BY_SIDE ? texts : named.length > 0 ? named : texts.slice(0, MAX_SIDE_BY_SIDE)
  const total = side.reduce((sum, { made }) => sum + made.width, 0)
  return {
    side: side.map(({ made }) => ({ ...made, width: Math.round((made.width / total) * 1000) / 10 })),
    below: [...texts.filter((one) => !side.includes(one)), ...notes].map(({ made }) => made),
    json: json.map(({ made }) => made),
  }
}

function reportColumn({ id, header, type }: ExportColumn, place: number): ReportColumn {
  // A preset names its columns as its system does.
  const label =
    header === id ? (fieldById(id)?.label ?? (id === 'timeText' ? 'Time as written' : titled(header))) : header
  const isNumber = type === 'integer' || type === 'number'
  return {
    place,
    label,
    width: widths[id] ?? USUAL_WIDTH,
    isNumber,
    isMono: type === 'ip' || type === 'time' || /(?:Id|Text)$/.test(id),
  }
}

function titled(header: string): string {
  return header === 'payload' ? 'Payload' : header
}
