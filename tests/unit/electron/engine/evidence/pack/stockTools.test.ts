/** A stranger checks a pack with what is on his machine: the commands are taken from the pack's own README and run as they stand. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fingerprint, newKey } from '../../../../../../electron/engine/evidence/pack/keys/sshKey.ts'
import { haveTools, run } from '../../../../../helpers/tools.ts'
import { ndjsonLines, PackRoom } from './packRoom.ts'
import { TimeStampAuthority } from './timeStampAuthority.ts'

const room = new PackRoom()
beforeAll(() => room.importSources())
afterAll(() => room.close())

/** The indented line of the README that begins so. */
function command(readme: string, beginning: string): string {
  const line = readme.split('\n').find((text) => text.startsWith(`    ${beginning}`))
  if (line === undefined) throw new Error(`no command ${beginning}`)
  return line.trim()
}

/** The README's Python scripts, as the shell commands that stand there. */
function scripts(readme: string): string[] {
  return [...readme.matchAll(/^python3 - <<'END'\n[\s\S]*?^END$/gm)].map(([text]) => text)
}

const shell = (folder: string, text: string) => run('bash', ['-c', text], { cwd: folder })

describe.skipIf(!haveTools(['unzip', 'bash', 'sha256sum'], 'packs with stock tools'))('the README of a pack', () => {
  test('sha256sum finds every file as it was, and any that is not', async () => {
    const folder = room.unpacked((await room.pack()).out)
    const check = command(readFileSync(join(folder, 'README.txt'), 'utf8'), 'sha256sum')
    expect(shell(folder, check)).toMatchObject({ code: 0, text: '' })
    writeFileSync(join(folder, 'data/events.csv'), 'other')
    expect(shell(folder, check)).toMatchObject({ code: 1, text: expect.stringContaining('data/events.csv: FAILED') })
  })

  test.skipIf(!haveTools(['ssh-keygen'], 'signatures of packs'))('ssh-keygen verifies who signed', async () => {
    const folder = room.unpacked((await room.pack()).out)
    const readme = readFileSync(join(folder, 'README.txt'), 'utf8')
    const verify = command(readme, 'ssh-keygen -Y verify')
    const told = shell(folder, verify)
    expect(told.code).toBe(0)
    expect(told.stdout).toContain(fingerprint(room.key.publicBlob))
    expect(readme).toContain(fingerprint(room.key.publicBlob))
    expect(shell(folder, verify.replace('verify', 'check-novalidate').replace(/-f \S+ -I \S+/, '')).code).toBe(0)
    writeFileSync(join(folder, 'tagmanifest-sha256.txt'), 'other')
    expect(shell(folder, verify).code).not.toBe(0)
  })

  test.skipIf(!haveTools(['ssh-keygen'], 'keys under a passphrase'))(
    'a key under a passphrase signs once it was unlocked',
    async () => {
      const path = room.newPath('locked')
      writeFileSync(path, newKey('test', 'open sesame').text)
      const request = { case: room.case, filter: '', out: room.newPath('pack.zip'), key: path }
      expect(await room.engine.call('pack.make', request)).toMatchObject({ ok: false, failure: { code: 'key/locked' } })
      expect(await room.engine.call('keys.unlock', { path, passphrase: 'open sesame' })).toMatchObject({
        ok: true,
        value: { isEncrypted: true, isUnlocked: true },
      })
      const report = await room.engine.call('pack.make', request)
      if (!report.ok) throw new Error(report.failure.message)
      const folder = room.unpacked(report.value.out)
      expect(
        shell(folder, command(readFileSync(join(folder, 'README.txt'), 'utf8'), 'ssh-keygen -Y verify')).code,
      ).toBe(0)
    },
  )

  test.skipIf(!haveTools(['openssl'], 'time-stamps of packs'))(
    'openssl verifies a time-stamp that was attached',
    async () => {
      const { out } = await room.pack({ timeStampRequest: true })
      const authority = new TimeStampAuthority(room.folder)
      const reply = authority.reply(join(room.unpacked(out), 'time-stamp.tsq'))
      expect(await room.verify(out)).toMatchObject({ findings: [], timeStamp: { state: 'requested', at: null } })
      const stamped = room.newPath('stamped.zip')
      const attached = await room.engine.call('pack.attach', { pack: out, reply, out: stamped })
      if (!attached.ok) throw new Error(attached.failure.message)
      expect(await room.verify(stamped)).toMatchObject({
        findings: [],
        signature: { state: 'good' },
        timeStamp: { state: 'fits', at: attached.value.stampedAt },
        sha256: attached.value.sha256,
      })
      const folder = room.unpacked(stamped)
      const readme = readFileSync(join(folder, 'README.txt'), 'utf8')
      run('cp', [authority.certificate, join(folder, 'authority.pem')])
      expect(shell(folder, command(readme, 'openssl ts'))).toMatchObject({ code: 0 })
      expect(shell(folder, command(readme, 'ssh-keygen -Y verify')).code).toBe(0)
      // A reply to another pack's request is not taken.
      const other = await room.pack({ title: 'another' })
      expect(
        await room.engine.call('pack.attach', { pack: other.out, reply, out: room.newPath('no.zip') }),
      ).toMatchObject({
        ok: false,
        failure: { code: 'pack/bad-reply' },
      })
    },
  )

  test.skipIf(!haveTools(['python3'], 'scripts of packs'))(
    'its scripts prove every event and the custody log',
    async () => {
      const report = await room.pack()
      const folder = room.unpacked(report.out)
      const [proofs, custody] = scripts(readFileSync(join(folder, 'README.txt'), 'utf8'))
      expect(shell(folder, proofs)).toMatchObject({
        code: 0,
        text: `${report.events} events proved, 0 of them without their record\n`,
      })
      expect(shell(folder, custody)).toMatchObject({
        code: 0,
        text: `${report.custody.entries} custody entries follow from one another\n`,
      })
      const records = join(folder, 'data/records.bin')
      const bytes = readFileSync(records)
      bytes[20] ^= 1
      writeFileSync(records, bytes)
      expect(shell(folder, proofs).code).toBe(1)
      const log = join(folder, 'data/custody.ndjson')
      writeFileSync(
        log,
        readFileSync(log, 'utf8').replace('"a.ndjson"', '"b.ndjson"').replace('case.create', 'case.creatE'),
      )
      expect(shell(folder, custody).code).toBe(1)
    },
  )

  test.skipIf(!haveTools(['python3'], 'tables of packs'))(
    'python reads the tables: CSV, NDJSON and records say the same',
    async () => {
      const report = await room.pack({ filter: '', columns: ['actor', 'time', 'payload'] })
      const folder = room.unpacked(report.out)
      const script = `import csv, json, sys
rows = list(csv.DictReader(open("data/events.csv", encoding="utf-8", newline="")))
lines = [json.loads(line) for line in open("data/events.ndjson", encoding="utf-8")]
leaves = list(csv.DictReader(open("data/proofs/leaves.csv")))
data = open("data/records.bin", "rb").read()
print(json.dumps([[r["id"], l["exhibit"], r["actor"], data[int(f["at"]):int(f["at"]) + int(f["size"])].decode()] for r, l, f in zip(rows, lines, leaves) if l["payload"] is not None]))
print(len(rows), len(lines), len(leaves), file=sys.stderr)`
      const told = run('python3', ['-c', script], { cwd: folder })
      expect(told.text).toContain(`${report.events} ${report.events} ${report.events}`)
      const rows = JSON.parse(told.stdout) as [string, string, string, string][]
      const ofNdjson = rows.filter(([, exhibit, , record]) => exhibit === 'E001' && record.trim().startsWith('{'))
      for (const [, , , record] of ofNdjson) expect(ndjsonLines.map((line) => line.trim())).toContain(record.trim())
      expect(rows.find(([, , actor]) => actor.startsWith("'="))?.[3]).toBe(ndjsonLines[1])
    },
  )

  test.skipIf(!haveTools(['age', 'age-keygen'], 'encrypted packs'))(
    'age decrypts one that was encrypted, and nobody else does',
    async () => {
      const identity = room.newPath('identity')
      expect(run('age-keygen', ['-o', identity]).code).toBe(0)
      const recipient = run('age-keygen', ['-y', identity]).stdout.trim()
      const report = await room.pack({ recipients: [recipient], out: room.newPath('pack.zip.age') })
      expect(report.isEncrypted).toBe(true)
      expect(await room.refusal(report.out)).toBe('pack/encrypted')
      const plain = room.newPath('plain.zip')
      expect(run('age', ['--decrypt', '-i', identity, '-o', plain, report.out])).toMatchObject({ code: 0 })
      const checked = await room.verify(plain)
      expect(checked).toMatchObject({ findings: [], sha256: report.zipSha256 })
      const stranger = room.newPath('stranger')
      run('age-keygen', ['-o', stranger])
      expect(run('age', ['--decrypt', '-i', stranger, '-o', room.newPath('x'), report.out]).code).not.toBe(0)
    },
  )

  test('one without signature says so, and so does its verification', async () => {
    const report = await room.pack({ key: undefined })
    const folder = room.unpacked(report.out)
    const readme = readFileSync(join(folder, 'README.txt'), 'utf8')
    expect(readme).toContain('THIS PACK IS NOT SIGNED')
    expect(readme).toContain('NOT TIME-STAMPED')
    expect(await room.verify(report.out)).toMatchObject({
      findings: [],
      signature: { state: 'none', fingerprint: null },
      timeStamp: { state: 'none', at: null },
    })
  })
})
