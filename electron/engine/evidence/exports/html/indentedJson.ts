/** JSON text set out on lines for reading. Only white space is added and taken away: numbers, keys that come twice and spellings stay. */

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/gsu
const INDENT = '  '
/** Deeper levels are not set further in. */
const MAX_INDENT = 20

/** The text set out; a text that is no JSON stays readable, and all of it is there. */
export function indentedJson(text: string): string {
  const out: string[] = []
  let depth = 0
  let before = ''
  for (const [token] of text.matchAll(TOKEN)) {
    const closes = token === '}' || token === ']'
    if (closes) depth = Math.max(0, depth - 1)
    const isEmpty = closes && (before === '{' || before === '[')
    if (before === '{' || before === '[' ? !isEmpty : closes || before === ',') out.push(`\n${indent(depth)}`)
    else if (before === ':') out.push(' ')
    out.push(token)
    if (token === '{' || token === '[') depth++
    before = token
  }
  return out.join('')
}

function indent(depth: number): string {
  return INDENT.repeat(Math.min(depth, MAX_INDENT))
}
