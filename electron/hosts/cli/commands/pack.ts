import { packFormats } from '../../../../shared/api/index.ts'
import { FailureError, fail } from '../../../../shared/failure.ts'
import { type CommandCall, type CommandSpec, caseOption, exitCodes, jsonOption, zoneOption } from '../command.ts'
import { PASSPHRASE_VARIABLE, passphrase } from '../passphrase.ts'
import { visible } from '../safeText.ts'
import { fileLine, grouped } from '../table.ts'
import { sortOf } from './query.ts'

export const packCommand: CommandSpec = {
  name: 'pack',
  usage: '[QUERY]',
  summary:
    'Make an evidence pack of the events that match: a ZIP that a stranger can verify with stock tools, without the rest of the log.',
  options: [
    caseOption,
    { name: 'out', value: 'FILE', help: 'where to', isRequired: true },
    { name: 'title', value: 'TEXT', help: 'what it is, for its README' },
    { name: 'purpose', value: 'TEXT', help: 'what it is for' },
    { name: 'formats', value: 'a,b', help: `tables in it: ${packFormats.join(', ')} (default all)` },
    { name: 'columns', value: 'a,b', help: 'fields of the tables (default: all that have values, and payload)' },
    { name: 'sort', value: 'field:asc|desc', help: 'order (default time:asc)' },
    { name: 'time-zone', value: 'TZ', help: 'IANA zone that times are written in (default UTC)' },
    {
      name: 'redact',
      value: 'PROFILE',
      help: 'take out what a redaction profile says; records concerned stay out, provable later',
    },
    {
      name: 'key',
      value: 'FILE',
      help: `sign with this Ed25519 key in OpenSSH’s format; its passphrase is asked for, or taken from ${PASSPHRASE_VARIABLE}`,
    },
    {
      name: 'timestamp-request',
      help: 'put in a request for a time-stamp (RFC 3161); `vouch attach` puts in the reply',
    },
    { name: 'recipient', value: 'age1…,…', help: 'encrypt with age for these public keys' },
    { name: 'date', value: 'TIME', help: 'date of the pack, such as 2026-11-28T13:00:00Z (default now)' },
    { name: 'overwrite', help: 'replace the file if it is there' },
    zoneOption,
    jsonOption,
  ],
  examples: [
    "vouch pack --case demo.vouch 'outcome:denied' --out denied.zip --key ~/.ssh/id_ed25519 --title 'Denied requests'",
    'vouch verify denied.zip',
  ],
  positionals: [0, 1],
  async run(call) {
    const { positionals, options, ask, terminal } = call
    const key = options.text('key')
    const formats = options
      .list('formats')
      ?.map((name) => packFormats.find((format) => format === name) ?? noFormat(name))
    const report = await withKey(call, key, () =>
      ask('pack.make', {
        case: options.required('case'),
        filter: positionals[0] ?? '',
        zone: options.text('zone'),
        timeZone: options.text('time-zone'),
        out: options.required('out'),
        overwrite: options.has('overwrite'),
        title: options.text('title'),
        purpose: options.text('purpose'),
        formats,
        columns: options.list('columns'),
        sort: sortOf(options),
        date: options.text('date'),
        key,
        redaction: options.text('redact'),
        timeStampRequest: options.has('timestamp-request'),
        recipients: options.list('recipient'),
      }),
    )
    if (options.has('json')) terminal.line(JSON.stringify(report))
    else {
      const holds = `${grouped(report.events)} events of ${report.exhibits.join(', ') || 'no exhibit'}`
      terminal.line(fileLine(options.required('out'), holds, report))
      if (report.withheld > 0)
        terminal.line(`${grouped(report.withheld)} records are withheld: something of them is redacted`)
      if (report.isEncrypted) terminal.line(`Encrypted; SHA-256 of the ZIP inside ${report.zipSha256}`)
      if (report.signedBy === null) terminal.line('Not signed: tell the recipient its SHA-256 by another way.')
      else {
        terminal.line(`Signed by ${report.signedBy}`)
        terminal.line(
          'Tell the recipient this fingerprint by another way: a key inside a pack proves nothing by itself.',
        )
      }
      if (report.recorded === false) terminal.note('Not entered in the custody log: the case cannot be written now.')
    }
    return exitCodes.done
  },
}

/** Runs `work`; where the key is under a passphrase, asks for it and tries once more. */
async function withKey<T>({ ask }: CommandCall, key: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (key === undefined || !(error instanceof FailureError) || error.failure.code !== 'key/locked') throw error
    const text = await passphrase(`Passphrase of ${visible(key)}`)
    if (text === null) throw error
    await ask('keys.unlock', { path: key, passphrase: text })
    return work()
  }
}

function noFormat(name: string): never {
  fail({ code: 'usage/bad-argument', message: `“${name}” is no format; take some of ${packFormats.join(', ')}` })
}
