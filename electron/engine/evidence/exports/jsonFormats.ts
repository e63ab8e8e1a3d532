/** NDJSON and JSON of events: an object of the columns that have a value. */
import type { FormatOptions } from './eventWriter.ts'
import { jsonLiner } from './eventText.ts'
import type { TextFormat } from './textFormat.ts'

/** One object a line. */
export function ndjsonFormat({ columns }: FormatOptions): TextFormat {
  const line = linerOf(columns)
  return {
    head: () => '',
    row: (cells) => `${line(cells)}\n`,
    foot: () => '',
  }
}

/** One array, an object a line. */
export function jsonFormat({ columns }: FormatOptions): TextFormat {
  const line = linerOf(columns)
  let before = '\n'
  return {
    head: () => '[',
    row(cells) {
      const text = before + line(cells)
      before = ',\n'
      return text
    },
    foot: () => (before === '\n' ? ']\n' : '\n]\n'),
  }
}

function linerOf(columns: FormatOptions['columns']): ReturnType<typeof jsonLiner> {
  return jsonLiner(
    columns.map(({ header }) => header),
    columns.map(isBareColumn),
  )
}

/** Numbers of events and records, and payloads, are JSON by themselves. */
function isBareColumn({ type, id }: { readonly type: string; readonly id: string }): boolean {
  return type === 'json' || id === 'id' || id === 'record'
}
