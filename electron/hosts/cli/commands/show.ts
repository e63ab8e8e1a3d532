import type { EventDetail } from '../../../../shared/api/index.ts'
import { fail, type Json } from '../../../../shared/failure.ts'
import { type CommandSpec, caseOption, exitCodes, jsonOption } from '../command.ts'
import { shortened, visible } from '../safeText.ts'
import type { Terminal } from '../terminal.ts'

/** Longest value printed in a change, in characters. */
const MAX_VALUE = 120

const redactOption = { name: 'redact', help: 'mask secrets: passwords, tokens, keys and the like' }

export const showCommand: CommandSpec = {
  name: 'show',
  usage: 'ID',
  summary:
    'Everything about one event: fields, what changed, payload, where it came from. ID: its number, or the system’s event id.',
  options: [
    caseOption,
    { name: 'raw', help: 'print the record byte for byte and nothing else' },
    redactOption,
    { name: 'reveal', help: 'enter in the custody log that the event was shown with its secrets' },
    jsonOption,
  ],
  examples: ['vouch show --case demo.vouch 17', 'vouch show --case demo.vouch 17 --raw | sha256sum'],
  positionals: [1, 1],
  async run({ positionals, options, ask, terminal }) {
    const request = { case: options.required('case'), event: positionals[0], redact: options.has('redact') }
    if (options.has('reveal') && request.redact)
      fail({ code: 'usage/bad-argument', message: '--reveal shows what --redact masks: take one of them' })
    // What is revealed is entered before any of it is printed.
    const revealed = options.has('reveal')
      ? await ask('event.reveal', { case: request.case, event: request.event })
      : null
    if (options.has('raw')) {
      terminal.raw((revealed ?? (await ask('event.raw', request))).bytes)
      return exitCodes.done
    }
    const { bytes: _, ...detail } = revealed ?? { bytes: null, ...(await ask('event.show', request)) }
    if (options.has('json')) terminal.line(JSON.stringify(detail))
    else printDetail(detail, terminal)
    return exitCodes.done
  },
}

function printDetail(detail: EventDetail, terminal: Terminal): void {
  for (const [field, value] of Object.entries(detail.fields)) terminal.line(`${field.padEnd(14)} ${visible(value)}`)
  if (detail.timeText !== null) terminal.line(`${'time as written'.padEnd(14)} ${visible(detail.timeText)}`)
  if (detail.changes !== null) {
    terminal.line(`\nChanges (found at ${visible(detail.changes.foundAt) || 'the top'}, ${detail.changes.rule})`)
    for (const { path, kind, before, after } of detail.changes.fields) {
      terminal.line(`  ${visible(path) || '(all)'}${kind === 'moved' ? '  moved' : ''}`)
      if (before !== undefined) terminal.line(`    - ${valueText(before)}`)
      if (after !== undefined) terminal.line(`    + ${valueText(after)}`)
    }
  }
  terminal.line('\nPayload')
  // Pretty-printed by us: its own line ends are structure, those inside values are escaped already.
  for (const line of JSON.stringify(detail.payload, null, 2).split('\n')) terminal.line(`  ${visible(line)}`)
  if (detail.duplicateOf !== null)
    terminal.line(`\nDuplicate of event ${detail.duplicateOf}, which came in first with the same content`)
  if (detail.duplicates.length > 0) terminal.line(`\nCame in again as ${detail.duplicates.join(', ')}`)
  const { provenance } = detail
  terminal.line('\nProvenance')
  terminal.line(
    `  ${provenance.exhibit}  ${visible(provenance.path)}, record ${provenance.record}, bytes ${provenance.startByte}–${provenance.endByte}`,
  )
  terminal.line(`  SHA-256 of the file ${provenance.sha256}`)
  terminal.line(`  leaf hash of the record ${provenance.leafHash}`)
  terminal.line(`  profile ${provenance.profile}, times without a zone taken as ${provenance.timezone}`)
}

function valueText(value: Json): string {
  return visible(shortened(typeof value === 'string' ? value : JSON.stringify(value), MAX_VALUE))
}
