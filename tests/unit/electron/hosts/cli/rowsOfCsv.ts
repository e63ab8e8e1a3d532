/** Reads CSV as RFC 4180 writes it, strictly: CRLF, quotes doubled, nothing behind a closing quote. */
export function rowsOfCsv(bytes: Uint8Array): string[][] {
  const text = Buffer.from(bytes).toString()
  const rows: string[][] = []
  let row: string[] = []
  for (let at = 0; at < text.length; ) {
    let cell = ''
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (at >= text.length) throw new Error('a quote is not closed')
        cell += text[at]
        if (text[at] === '"') at++
      }
      at++
    } else {
      const end = text.slice(at).search(/[,\r\n"]/)
      cell = text.slice(at, at + end)
      at += end
    }
    row.push(cell)
    if (text[at] === ',') at++
    else if (text.startsWith('\r\n', at)) {
      rows.push(row)
      row = []
      at += 2
    } else throw new Error(`neither a comma nor a line end at ${at}`)
  }
  if (row.length > 0) throw new Error('the last line has no end')
  return rows
}
