/** Redacted exports through the engine's door: every format, the case's key, the custody log, cases that cannot be written. */
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { basename, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ExportReport, type ExportRequest, fileFormats } from '../../../../../shared/api/index.ts'
import type { FailureError } from '../../../../../shared/failure.ts'
import { inflateRawSync } from 'node:zlib'
import { Pseudonyms } from '../../../../../electron/engine/evidence/index.ts'
import { ask, askingEngine, CaseFolder, type MadeRecord } from '../../../../helpers/madeCase.ts'
import { takeBack } from '../../../../helpers/olderCase.ts'

const folder = new CaseFolder()
const engine = askingEngine()
let made = ''

const person = 'alice.smith@example.com'
const records: readonly MadeRecord[] = [
  {
    time: '2026-01-02T03:04:05Z',
    actor: person,
    action: 'key.created',
    ip: '192.0.2.7',
    message: `${person} made a key from 192.0.2.7`,
    resourceName: person,
    region: person,
    before: { owner: 'Bob Jones', role: 'reader' },
    after: { owner: person, role: 'admin', password: 'hunter2hunter2' },
    body: JSON.stringify({ to: person.toUpperCase(), token: 'hunter2hunter2' }),
    [person]: { n: 9007199254740992 },
  },
  { time: '2026-01-02T03:04:06Z', actor: 'unknown', action: 'login', message: 'nobody' },
]
const redacted = /alice\.smith|192\.0\.2\.7|hunter2hunter2/i

beforeAll(async () => {
  made = await folder.makeCase([{ records }])
})
afterAll(async () => {
  await engine.close()
  folder.remove()
})

function caseCopy(): string {
  const path = folder.newPath('copy.vouch')
  copyFileSync(made, path)
  return path
}

async function exported(path: string, more: Partial<ExportRequest>): Promise<{ report: ExportReport; bytes: Buffer }> {
  const request: ExportRequest = { case: path, filter: '', format: 'csv', out: folder.newPath('out'), ...more }
  const report = await ask(engine, 'rows.export', request)
  return { report, bytes: readFileSync(request.out) }
}

/** All that stands in a file; in the entries of a ZIP (as a workbook is one), inflated. */
function everything(bytes: Buffer): string {
  const parts = [bytes.toString('latin1')]
  for (let at = bytes.indexOf('PK\x03\x04'); at >= 0; at = bytes.indexOf('PK\x03\x04', at + 4)) {
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    if (bytes.readUInt16LE(at + 8) === 8) parts.push(inflateRawSync(bytes.subarray(start)).toString('latin1'))
  }
  return parts.join('\n')
}

async function failureOf(work: Promise<unknown>): Promise<FailureError['failure']> {
  try {
    await work
  } catch (error) {
    return (error as FailureError).failure
  }
  throw new Error('no failure')
}

describe('what is redacted is in no file', () => {
  const kinds: readonly (readonly [string, Partial<ExportRequest>])[] = [
    ...fileFormats.map((format) => [format, { format }] as const),
    ['html, open', { format: 'html', details: 'open' }],
    ['csv, flattened', { flatten: true }],
    ['csv of a preset', { preset: 'workspace-ledger' }],
    ['csv of paths', { columns: ['message', 'payload.body', 'payload.after.owner'] }],
    ['verbatim records', { format: 'ndjson', verbatim: true }],
    ['a ZIP', { format: 'zip', zipped: 'ndjson' }],
  ]
  test.each(kinds)('%s', async (_, more) => {
    const path = caseCopy()
    const plain = await exported(path, more)
    expect(everything(plain.bytes)).toMatch(redacted)
    const { report, bytes } = await exported(path, {
      ...more,
      redaction: 'people',
      filter: `actor:"${person}" OR login`,
    })
    expect(everything(bytes)).not.toMatch(redacted)
    expect(report.rows).toBe(2)
    expect(report.redaction).toMatchObject({ profile: 'people@1', events: 2, redactedEvents: 1, withheldEvents: 0 })
    const [name] = report.beside.map((beside) => beside.name).filter((one) => one.endsWith('redaction.json'))
    expect(name).toBeDefined()
    expect(JSON.stringify(report.redaction)).not.toMatch(redacted)
    const again = await exported(path, { ...more, redaction: 'people', filter: `actor:"${person}" OR login` })
    expect(again.bytes.equals(bytes)).toBe(true)
  })
})

test('columns that are not exported count, too: the message does not name the actor', async () => {
  const { bytes, report } = await exported(caseCopy(), { columns: ['message'], redaction: 'people' })
  expect(bytes.toString()).toMatch(
    /^message\r\nperson-[0-9a-f]{20} made a key from address-[0-9a-f]{20}\r\nnobody\r\n$/,
  )
  expect(report.redaction?.rules.find(({ id }) => id === 'persons')?.places).toEqual([{ place: 'message', count: 1 }])
})

test('a report tells of a change whose sides are both redacted', async () => {
  const { bytes } = await exported(caseCopy(), { format: 'html', redaction: 'people' })
  const html = bytes.toString()
  expect(html).toMatch(/<th scope="row" class="mono">role<\/th><td><del>reader<\/del><\/td><td><ins>admin<\/ins>/)
  expect(html).toMatch(/password<\/th><td><span class="none">no value<\/span><\/td><td><ins>\[REDACTED\]<\/ins>/)
  expect(html).toContain('<h2>What was redacted</h2>')
})

test('the key is made once, entered in the log, and in no entry, file or reply', async () => {
  const path = caseCopy()
  await exported(path, { redaction: 'secrets-only' })
  expect(keyOf(path)).toBeUndefined()
  const { bytes } = await exported(path, { columns: ['actor'], redaction: 'people' })
  const key = keyOf(path)
  expect(key).toHaveLength(32)
  const expected = new Pseudonyms(key ?? Buffer.alloc(0)).of(person, 'person')
  expect(bytes.toString()).toBe(`actor\r\n${expected}\r\nunknown\r\n`)
  await exported(path, { redaction: 'people' })
  expect(keyOf(path)).toEqual(key)
  const { entries } = await ask(engine, 'case.custody', { case: path, offset: 0, limit: 50 })
  expect(entries.filter(({ action }) => action === 'pseudonym-key.create')).toHaveLength(1)
  expect(JSON.stringify(entries)).not.toContain(Buffer.from(key ?? []).toString('hex'))
  expect(entries[0]).toMatchObject({
    action: 'rows.export',
    details: { redaction: { profile: 'people@1', events: 2, redactedEvents: 1 } },
  })
  const found = await ask(engine, 'redaction.pseudonyms', { case: path, values: [person] })
  expect(found).toEqual([{ value: person, digits: expected.slice('person-'.length) }])
  const verified = await ask(engine, 'case.verify', { case: path })
  expect(verified.findings).toEqual([])
})

test('a case that cannot be written: no pseudonyms without a key, masks all the same', ({ skip }) => {
  const place = folder.newPath('place')
  mkdirSync(place)
  const path = join(place, 'case.vouch')
  copyFileSync(made, path)
  chmodSync(folder.path, 0o755)
  chmodSync(path, 0o444)
  chmodSync(place, 0o555)
  const outs = folder.newPath('outs')
  mkdirSync(outs)
  chmodSync(outs, 0o777)
  const cli = resolve(import.meta.dirname, '../../../../../electron/hosts/cli/main.ts')
  // Root may write everywhere; as nobody it is as it would be on a disc.
  const as = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const run = (profile: string) =>
    spawnSync(
      process.execPath,
      [cli, 'export', '--case', path, '--format', 'csv', '--out', join(outs, `${profile}.csv`), '--redact', profile],
      { encoding: 'utf8', ...as },
    )
  try {
    const masked = run('secrets-only')
    skip(masked.status !== 0 && /EACCES|permission denied/i.test(masked.stderr), 'nobody may not read this checkout')
    expect(masked.stdout).toContain('redacted by secrets-only@1: ')
    expect(masked.status).toBe(0)
    const without = run('people')
    expect(without.stderr).toContain('[redaction/no-key]')
    expect(without.status).toBe(1)
    expect(readdirSync(outs).sort()).toEqual(['secrets-only.csv', 'secrets-only.csv.redaction.json'])
  } finally {
    chmodSync(place, 0o755)
  }
})

test('a profile that is none leaves nothing behind', async () => {
  const own = folder.newPath('own.yaml')
  writeFileSync(
    own,
    'schema: 1\nid: own\nversion: 1\ntitle: Own\nrules:\n  - { id: a, action: hide, fields: [actor] }\n',
  )
  const out = folder.newPath('none.csv')
  const failure = await failureOf(exported(made, { redaction: own, out }))
  expect(failure).toMatchObject({ code: 'redaction/invalid', where: { path: own, line: 6 } })
  expect(readdirSync(folder.path).filter((name) => name.startsWith(basename(out)))).toEqual([])
})

test('a case of an older version gets the table when it is first written', async () => {
  const path = caseCopy()
  takeBack(path, 20)
  const { bytes } = await exported(path, { columns: ['actor'], redaction: 'people' })
  expect(bytes.toString()).toMatch(/^actor\r\nperson-/)
  expect(keyOf(path)).toHaveLength(32)
})

function keyOf(path: string): Buffer | undefined {
  const db = new Database(path, { readonly: true })
  try {
    return db.prepare<[], Buffer>('SELECT key FROM pseudonym_key').pluck().get()
  } finally {
    db.close()
  }
}
