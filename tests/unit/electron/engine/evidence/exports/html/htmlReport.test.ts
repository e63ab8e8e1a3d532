/** The report holds what it is given as text and nothing else, says who it is about, and does not grow while it is written. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AboutExport, ExportColumn, ReportChange } from '../../../../../../../electron/engine/evidence/index.ts'
import { htmlReport } from '../../../../../../../electron/engine/evidence/index.ts'
import { indentedJson } from '../../../../../../../electron/engine/evidence/exports/html/indentedJson.ts'
import type { EventRow } from '../../../../../../../electron/engine/query/index.ts'
import type { RedactionReport } from '../../../../../../../shared/api/index.ts'
import { visibleLine } from '../../../../../../../shared/visibleText.ts'
import { aboutNothing } from '../aboutNothing.ts'

const event: EventRow = { id: 1, timeMicros: null, timeText: null, exhibitId: 1, record: 0, values: [] }
const ids = ['id', 'time', 'actor', 'action', 'outcome', 'resourceType', 'resourceName', 'ip', 'message', 'own', 'note']
const columns: readonly ExportColumn[] = [
  ...ids.map((id): ExportColumn => ({ id, header: id, type: id === 'id' ? 'integer' : 'text' })),
  { id: 'payload', header: 'payload', type: 'json' },
]

/** A report in which a text stands wherever one can. */
function reportOf(text: string): string {
  const about: AboutExport = {
    ...aboutNothing,
    caseName: text,
    query: text,
    now: text,
    timeZone: text,
    sort: text,
    remarks: [text],
    exhibits: [
      { label: text, name: text, sha256: text, merkleRoot: text, profile: text, records: 3, rejects: 0, rowsFrom: 1 },
    ],
  }
  const changes: readonly ReportChange[] = [{ path: text, before: text, after: null }]
  const place = { place: text, count: 1 }
  const redaction: RedactionReport = {
    profile: text,
    title: text,
    profileSha256: text,
    events: 1,
    redactedEvents: 1,
    count: 1,
    withheldEvents: 0,
    rules: [{ id: text, action: 'mask', about: text, count: 1, events: 1, places: [place] }],
  }
  const named = [...columns, { id: text, header: text, type: 'text' as const }]
  const report = htmlReport({ about, columns: named, changesOf: () => changes, redaction: () => redaction })
  const cells = named.map(({ type }) => (type === 'json' ? JSON.stringify({ [text]: text }) : text))
  return report.head() + report.row(cells, event) + report.foot()
}

/** The tags of a page, without its style sheet, whose hash stands in one of them. */
function tagsOf(html: string): string[] {
  const page = html.replace(/<style>[\s\S]*?<\/style>/, '<style>').replace(/'sha256-[^']*'/, '')
  return page.match(/<[^>]*>/g) ?? []
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom(
    '</td><script>alert(1)</script>',
    '<img src=x onerror="alert(1)">',
    '</style><script>alert(1)</script>',
    '"; } body { display: none } @import url(https://example.com/x.css); a { content: "',
    '--><!-- ]]> <![CDATA[',
    '&lt;b&gt;&#60;',
    "' onmouseover='alert(1)",
    'invoice_\u202efdp.exe',
    'nul\u0000bell\u0007\u001b[31m\u0085\u2028',
    '\ud800 half',
  ),
)

describe('whatever the log holds', () => {
  test('no tag of the report differs', () => {
    const usual = tagsOf(reportOf('x'))
    fc.assert(
      fc.property(anyText, (text) => {
        expect(tagsOf(reportOf(text))).toEqual(usual)
      }),
      { numRuns: 300 },
    )
  })

  test('no control character, direction mark or half character is in it, and the text can be read', () =>
    fc.assert(
      fc.property(anyText, (text) => {
        const html = reportOf(text)
        expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/)
        expect(html.isWellFormed()).toBe(true)
        const shown = html.replace(/&(?:lt|gt|quot|#39|#96);/g, (entity) => plain[entity]).replaceAll('&amp;', '&')
        if (text.isWellFormed()) expect(shown).toContain(visibleLine(text))
      }),
      { numRuns: 300 },
    ))

  test('its style sheet is the one that its policy names, and nothing leads outside', () =>
    fc.assert(
      fc.property(anyText, (text) => {
        const html = reportOf(text)
        const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? ''
        expect(html).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`)
        expect(html).toContain("default-src 'none'")
        expect(tagsOf(html).filter((tag) => /\b(?:src|href|style|on\w+)=/.test(tag))).toEqual([
          '<a class="skip" href="#events">',
        ])
        // Strings of the style sheet end where they should.
        expect(style.replace(/"(?:[^"\\\n]|\\[0-9a-f]{1,6} )*"/g, '')).not.toContain('"')
      }),
      { numRuns: 200 },
    ))
})

const plain: { readonly [entity: string]: string } = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#96;': '`',
}

test('half a character is shown by its number', () => {
  expect(reportOf('\ud800 half')).toContain('⟨U+D800⟩ half')
})

test('few columns stand side by side; of many the telling ones, all others below their event', () => {
  const few = htmlReport({ about: aboutNothing, columns: columns.slice(0, 4) })
  expect(few.head()).toContain(
    '<th scope="col" class="number">Event</th><th scope="col">Time</th><th scope="col">Actor</th>',
  )
  expect(few.row(['1', null, 'ada', 'key.created'], event)).toBe(
    '<tbody class="event"><tr><th scope="row" class="number">1</th><td></td><td>ada</td><td>key.created</td></tr>\n</tbody>\n',
  )
  const many = htmlReport({ about: aboutNothing, columns })
  const row = many.row([...ids.map((id) => `${id}!`), '{"a":[1,2]}'], event)
  expect(row).toContain('<div><dt>own</dt><dd>own!</dd></div>')
  expect(row).toContain(
    '<details><summary>Payload</summary><pre>{\n  &quot;a&quot;: [\n    1,\n    2\n  ]\n}</pre></details>',
  )
})

test('an answer without events says so', () => {
  const report = htmlReport({ about: aboutNothing, columns })
  expect(report.head() + report.foot()).toContain('No event matches.')
})

test('JSON is set out on lines; nothing but white space is another', () =>
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom('', ' ', '\n\t'), (json, space) => {
      const out = indentedJson(json.replace(/^([[{])/, `$1${space}`))
      expect(JSON.parse(out)).toEqual(JSON.parse(json))
      expect(out.match(/"(?:[^"\\]|\\.)*"|\S/gs)).toEqual(json.match(/"(?:[^"\\]|\\.)*"|\S/gs))
    }),
    { numRuns: 300 },
  ))

test('numbers, repeated keys and empty values stay as they are written', () => {
  expect(indentedJson('{"a":9007199254740993,"a":1.50,"b":{},"c":[ ]}')).toBe(
    '{\n  "a": 9007199254740993,\n  "a": 1.50,\n  "b": {},\n  "c": []\n}',
  )
})
