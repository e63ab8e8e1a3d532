/** NDJSON and JSON of events: an object of the columns that have a value. */
import type { FormatOptions } from './eventWriter.ts'
import { jsonLine } from './eventText.ts'
import type { TextFormat } from './textFormat.ts'

/** One object a line. */
export function ndjsonFormat({ columns }: FormatOptions): TextFormat {
  const headers = columns.map(({ header }) => header)
  const isBare = columns.map(isBareColumn)
  return {
    head: () => '',
    row: (cells) => `${jsonLine(headers, cells, isBare)}\n`,
    foot: () => '',
  }
}

/** One array, an object a line. */
export function jsonFormat({ columns }: FormatOptions): TextFormat {
  const headers = columns.map(({ header }) => header)
  const isBare = columns.map(isBareColumn)
  let before = '\n'
  return {
    head: () => '[',
    row(cells) {
      const text = before + jsonLine(headers, cells, isBare)
      before = ',\n'
      return text
    },
    foot: () => (before === '\n' ? ']\n' : '\n]\n'),
  }
}

/** Numbers of events and records, and payloads, are JSON by themselves. */
function isBareColumn({ type, id }: { readonly type: string; readonly id: string }): boolean {
  return type === 'json' || id === 'id' || id === 'record'
}
