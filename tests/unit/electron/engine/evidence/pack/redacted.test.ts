/** What is redacted does not leave the house in a pack, stays provable, and completes the check once it is disclosed. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { haveTools, run } from '../../../../../helpers/tools.ts'
import { filesOf, PackRoom } from './packRoom.ts'

const room = new PackRoom()
let profile: string
beforeAll(async () => {
  await room.importSources()
  profile = room.newPath('names.yaml')
  writeFileSync(
    profile,
    `schema: 1
id: names
version: 1
title: No names
description: Who did it and what is secret.
rules:
  - id: actors
    action: pseudonymise
    fields: [actor]
  - id: secrets
    action: mask
    secrets: true
`,
  )
  const text = 'alice did this'
  await room.engine.call('annotations.change', {
    case: room.case,
    target: { events: [1] },
    change: { kind: 'note', text },
  })
})
afterAll(() => room.close())

/** The bytes of an event's record, as a file. */
async function disclosed(event: number): Promise<string> {
  const raw = await room.engine.call('event.raw', { case: room.case, event: String(event) })
  if (!raw.ok) throw new Error(raw.failure.message)
  const path = room.newPath('record')
  writeFileSync(path, raw.value.bytes)
  return path
}

describe('a redacted pack', () => {
  test('holds nothing of what is redacted, in no file', async () => {
    const { out, withheld, events } = await room.pack({
      filter: 'actor:alice OR actor:grace OR action:a1',
      redaction: profile,
    })
    expect(withheld).toBe(events)
    for (const [name, bytes] of await filesOf(out)) {
      if (name.endsWith('.xlsx')) continue
      for (const secret of ['alice', 'grace', 'hunter2'])
        expect(bytes.includes(secret), `${secret} in ${name}`).toBe(false)
    }
    const files = await filesOf(out)
    expect(files.get('data/records.bin')?.length).toBe(0)
    expect(files.get('data/events.csv')?.toString()).toMatch(/key\.created/)
    expect(JSON.parse(files.get('data/pack.json')?.toString() ?? '')).toMatchObject({
      withheld,
      redaction: { profile: 'names@1', redactedEvents: withheld },
    })
  })

  test('keeps leaf hashes and proofs, and is whole', async () => {
    const report = await room.pack({ filter: '', redaction: profile })
    const checked = await room.verify(report.out, { against: [room.sources] })
    expect(checked).toMatchObject({
      findings: [],
      signature: { state: 'good' },
      checked: { proofs: report.events, records: report.events - report.withheld, disclosed: 0 },
      says: { withheld: report.withheld },
    })
    expect(report.withheld).toBeGreaterThan(30)
  })

  test('is completed by records that are disclosed later, each by its exact bytes', async () => {
    const report = await room.pack({ filter: 'actor:alice OR actor:grace', redaction: profile })
    const [first, second] = [await disclosed(1), await disclosed(40)]
    expect(await room.verify(report.out, { disclose: [first] })).toMatchObject({
      findings: [],
      checked: { disclosed: 1, records: 1 },
    })
    const { checked } = await room.verify(report.out, { disclose: [first, second] })
    expect(checked).toMatchObject({ disclosed: report.withheld, records: report.events, proofs: report.events })
    writeFileSync(first, `${readFileSync(first, 'utf8')}\n`)
    const { findings } = await room.verify(report.out, { disclose: [first] })
    expect(findings).toMatchObject([{ code: 'pack/not-withheld', where: { path: first } }])
  })

  test.skipIf(!haveTools(['unzip', 'bash', 'python3', 'sha256sum'], 'redacted packs with stock tools'))(
    'is checked by its README’s own commands, and so is a record that is disclosed',
    async () => {
      const report = await room.pack({ filter: 'actor:alice OR actor:grace', redaction: profile })
      const folder = room.unpacked(report.out)
      const readme = readFileSync(join(folder, 'README.txt'), 'utf8')
      for (const [script] of readme.matchAll(/^python3 - <<'END'\n[\s\S]*?^END$/gm))
        expect(run('bash', ['-c', script], { cwd: folder })).toMatchObject({ code: 0 })
      const command =
        readme
          .split('\n')
          .find((line) => line.includes('cat FILE'))
          ?.trim() ?? ''
      const told = run('bash', ['-c', command.replace('FILE', await disclosed(1))], { cwd: folder })
      const [leafHash] = told.stdout.split(' ')
      expect(leafHash).toMatch(/^[0-9a-f]{64}$/)
      expect(readFileSync(join(folder, 'data/proofs/leaves.csv'), 'utf8')).toContain(leafHash)
    },
  )

  test('tells the same people by the same pseudonyms as other exports of the case', async () => {
    const { out } = await room.pack({ filter: 'actor:alice', redaction: profile, formats: ['csv'] })
    const csv = room.newPath('rows.csv')
    const exported = await room.engine.call('rows.export', {
      ...{ case: room.case, filter: 'actor:alice', format: 'csv', out: csv, columns: ['actor'], redaction: profile },
    })
    if (!exported.ok) throw new Error(exported.failure.message)
    const pseudonym = readFileSync(csv, 'utf8').split('\r\n')[1]
    expect(pseudonym).toMatch(/\w+-[0-9a-f]+/)
    expect((await filesOf(out)).get('data/events.csv')?.toString()).toContain(pseudonym)
  })
})
