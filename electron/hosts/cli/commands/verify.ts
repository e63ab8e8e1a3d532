import { fail, FailureError } from '../../../../shared/failure.ts'
import type { CustodyPlace, PackVerifyReport, VerifyReport } from '../../../../shared/api/index.ts'
import { type CommandCall, type CommandSpec, exitCodes, jsonOption } from '../command.ts'
import { failureLines } from '../failureText.ts'
import { visible } from '../safeText.ts'
import { bytesText, grouped } from '../table.ts'
import type { Terminal } from '../terminal.ts'

export const verifyCommand: CommandSpec = {
  name: 'verify',
  usage: 'CASE|PACK [SOURCE…]',
  summary:
    'Check everything a case or an evidence pack holds against its hashes and counts, and source files byte for byte against it.',
  options: [
    { name: 'against', value: 'PATH,…', help: 'further source files, folders or archives' },
    { name: 'disclose', value: 'FILE,…', help: 'packs: records that were withheld, each file the bytes of one' },
    {
      name: 'custody',
      value: 'SEQ:HASH,…',
      help: 'cases: entries kept elsewhere that the custody log must still hold',
    },
    jsonOption,
  ],
  examples: [
    'vouch verify demo.vouch',
    'vouch verify demo.vouch exports/',
    'vouch verify denied.zip --against exports/',
  ],
  positionals: [1, Number.POSITIVE_INFINITY],
  async run(call) {
    const { positionals, options, ask, terminal } = call
    const [path, ...sources] = positionals
    const against = [...sources, ...(options.list('against') ?? [])]
    const pack = await packReport(call, path, against)
    const custody = (options.list('custody') ?? []).map(placeFrom)
    const report = pack ?? (await ask('case.verify', { case: path, against, custody }))
    if (options.has('json')) terminal.line(JSON.stringify(report))
    else {
      for (const finding of report.findings) for (const line of failureLines(finding)) terminal.line(line)
      if (pack === null) printCase(report as VerifyReport, terminal)
      else printPack(pack, terminal)
    }
    return report.findings.length === 0 ? exitCodes.done : exitCodes.failed
  },
}

/** Null: it is no pack. */
async function packReport(
  { ask, options }: CommandCall,
  path: string,
  against: readonly string[],
): Promise<PackVerifyReport | null> {
  try {
    return await ask('pack.verify', { pack: path, against, disclose: options.list('disclose') })
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'pack/not-a-pack') return null
    throw error
  }
}

function printCase({ findings, checked, seconds, custody }: VerifyReport, terminal: Terminal): void {
  const { exhibits, records, events, duplicates, bytes, custodyEntries, sources } = checked
  terminal.line(
    `${findings.length === 0 ? 'Whole' : `${grouped(findings.length)} findings`}: ${grouped(exhibits)} exhibits, ${bytesText(bytes)}, ` +
      `${grouped(records)} records, ${grouped(events)} events${duplicates > 0 ? ` (${grouped(duplicates)} of them duplicates)` : ''}, ` +
      `${grouped(custodyEntries)} custody entries` +
      `${sources > 0 ? `, ${grouped(sources)} source files compared` : ''} checked in ${seconds.toFixed(1)} s`,
  )
  if (custody !== null) terminal.line(`Custody log up to ${custody.seq}:${custody.hash}`)
}

const stampTexts: { readonly [state in PackVerifyReport['timeStamp']['state']]: string } = {
  none: 'Not time-stamped',
  requested: 'Not time-stamped; a request is in the pack',
  fits: 'Time-stamped; who stamped it is checked with `openssl ts -verify`, see the pack’s README',
  bad: 'The time-stamp does not fit',
}

function printPack(report: PackVerifyReport, terminal: Terminal): void {
  const { says, signature, timeStamp, checked, findings } = report
  if (says !== null) {
    if (says.title !== '') terminal.line(visible(says.title))
    terminal.line(
      `Made ${visible(says.madeAt)} by ${visible(says.madeBy)}; query ${visible(says.query) || '(all events)'}`,
    )
    for (const { label, path, sha256 } of says.exhibits) terminal.line(`${label}  ${visible(path)}  SHA-256 ${sha256}`)
  }
  if (signature.state === 'none') terminal.line('Not signed')
  else
    terminal.line(
      `${signature.state === 'good' ? 'Signed' : 'The signature does not hold; it says it is'} by ${signature.fingerprint ?? 'nobody'}` +
        `${signature.state === 'good' ? ': compare this fingerprint with what the maker told you by another way' : ''}`,
    )
  terminal.line(`${stampTexts[timeStamp.state]}${timeStamp.at === null ? '' : ` (${timeStamp.at})`}`)
  terminal.line(
    `${findings.length === 0 ? 'Whole' : `${grouped(findings.length)} findings`}: ${grouped(checked.files)} files, ${bytesText(checked.bytes)}, ` +
      `${grouped(checked.proofs)} events proved, ${grouped(checked.records)} records, ` +
      `${says !== null && says.withheld > 0 ? `${grouped(says.withheld)} withheld (${grouped(checked.disclosed)} disclosed), ` : ''}` +
      `${grouped(checked.rows)} rows, ${grouped(checked.custodyEntries)} custody entries` +
      `${checked.sources > 0 ? `, ${grouped(checked.sources)} source files compared` : ''} checked in ${report.seconds.toFixed(1)} s`,
  )
  terminal.line(`SHA-256 of the file ${report.sha256}`)
}

/** An entry as exports, workpapers and `vouch info` write it. */
function placeFrom(text: string): CustodyPlace {
  const found = /^([1-9]\d{0,14}):([0-9a-f]{64})$/i.exec(text)
  if (found !== null) return { seq: Number(found[1]), hash: found[2].toLowerCase() }
  fail({
    code: 'usage/bad-argument',
    message: `“${text}” is no entry of a custody log`,
    next: 'Write its number and its hash with a colon between them, as `vouch info` does.',
  })
}
