/** The top of the report: what was asked, of what, how much it came to, and what the reader has to know about it. */
import { createHash } from 'node:crypto'
import type { ReportDetails } from '../../../../../shared/api/index.ts'
import type { AboutExport } from '../aboutExport.ts'
import { htmlLine } from './htmlText.ts'
import { reportStyle } from './reportStyle.ts'

/** From the beginning of the page to where the events begin. */
export function reportHead(about: AboutExport, details: ReportDetails): string {
  const asked = about.query === '' ? 'every event' : about.query
  const title = `Audit events of ${about.caseName}`
  const style = reportStyle(`${about.caseName} · ${asked}`)
  // Only this style sheet holds, and nothing else is loaded or run, whatever the events hold.
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${htmlLine(about.vouchVersion)}">
<title>${htmlLine(title)}: ${htmlLine(asked)}</title>
<style>${style}</style>
</head>
<body class="${details}">
<a class="skip" href="#events">To the events</a>
<header>
<h1>${htmlLine(title)}</h1>
<p class="by">Written by ${htmlLine(about.vouchVersion)} from the case file. Every event leads back to a record of an exhibit below.</p>
${facts(about)}
</header>
<main>
${exhibits(about)}${remarks(about)}<section>
<h2 id="events">Events</h2>
`
}

function facts(about: AboutExport): string {
  const { caseId, custody, query, now, rows, timeFrom, timeTo, timeZone, sort } = about
  const span = timeFrom === null ? 'no event has a time' : `${timeFrom} to ${timeTo ?? timeFrom}`
  const entries: readonly (readonly [string, string])[] = [
    [
      'Query',
      query === '' ? '<span class="none">none: every event of the case</span>' : `<code>${htmlLine(query)}</code>`,
    ],
    ...(now === null ? [] : [['“now” in the query', htmlLine(now)] as const]),
    ['Events', rows.toLocaleString('en-US')],
    ['First and last', htmlLine(span)],
    ['Times are in', htmlLine(timeZone)],
    ['Order', htmlLine(sort)],
    ['Case id', `<code>${htmlLine(caseId)}</code>`],
    ...(custody === null
      ? []
      : [
          [
            'Last change of the case',
            `<code>${htmlLine(custody)}</code> <span class="none">custody entry</span>`,
          ] as const,
        ]),
  ]
  return `<dl class="facts">\n${entries.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>\n`).join('')}</dl>`
}

function exhibits({ exhibits: all }: AboutExport): string {
  const used = all.filter(({ rowsFrom }) => rowsFrom > 0)
  const others = all.length - used.length
  const rows = used.map(
    ({
      label,
      name,
      sha256,
      merkleRoot,
      profile,
      records,
      rejects,
      rowsFrom,
    }) => `<tr><th scope="row">${htmlLine(label)}</th>
<td>${htmlLine(name)}<br><span class="none">read as ${htmlLine(profile)}</span></td>
<td class="mono">${htmlLine(sha256)}<br><span class="none">${htmlLine(merkleRoot)}</span></td>
<td class="number">${records.toLocaleString('en-US')}</td><td class="number">${rejects.toLocaleString('en-US')}</td><td class="number">${rowsFrom.toLocaleString('en-US')}</td></tr>
`,
  )
  return `<section>
<h2>Exhibits</h2>
<table class="small">
<caption>The files that the events come from. Below each file’s SHA-256 stands the Merkle root over its records (RFC 9162).</caption>
<thead><tr><th scope="col">Exhibit</th><th scope="col">File</th><th scope="col">SHA-256 and Merkle root</th><th scope="col" class="number">Records</th><th scope="col" class="number">Not read</th><th scope="col" class="number">Events here</th></tr></thead>
<tbody>
${rows.join('')}</tbody>
</table>
${others === 0 ? '' : `<p class="none">${others.toLocaleString('en-US')} further exhibits of the case hold no event of this report.</p>\n`}</section>
`
}

function remarks({ remarks: all }: AboutExport): string {
  if (all.length === 0) return ''
  return `<section>
<h2>Remarks</h2>
<ul class="remarks">
${all.map((remark) => `<li>${htmlLine(remark)}</li>\n`).join('')}</ul>
</section>
`
}
