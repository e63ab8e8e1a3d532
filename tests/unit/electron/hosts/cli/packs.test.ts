/** Packs and keys from the command line: what it prints, its JSON, its exit codes. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PackRoom } from '../../engine/evidence/pack/packRoom.ts'
import { vouch, vouchHere } from './cli.ts'

const room = new PackRoom()
const env = { VOUCH_CONFIG: join(room.folder, 'config'), VOUCH_SSH: join(room.folder, 'ssh') }
const PASSPHRASE = 'open sesame'
beforeAll(() => room.importSources())
afterAll(() => room.close())

describe('vouch keys', () => {
  test('makes a key that nobody else can read, and lists it', async () => {
    const none = await vouch(['keys', 'list'], { env })
    expect(none).toMatchObject({ code: 0, stdout: expect.stringContaining('No Ed25519 key was found') })
    const made = await vouch(['keys', 'new', '--json'], { env: { ...env, VOUCH_PASSPHRASE: PASSPHRASE } })
    const key = JSON.parse(made.stdout) as { path: string; fingerprint: string }
    expect(key).toMatchObject({ origin: 'own', isEncrypted: true, name: 'vouch_ed25519' })
    expect(statSync(key.path).mode & 0o777).toBe(0o600)
    expect(statSync(join(key.path, '..')).mode & 0o777).toBe(0o700)
    expect(readFileSync(key.path, 'utf8')).not.toContain(PASSPHRASE)
    const second = await vouch(['keys', 'new', '--no-passphrase', '--json'], { env })
    expect(JSON.parse(second.stdout)).toMatchObject({ name: 'vouch_ed25519_2', isEncrypted: false })
    mkdirSync(env.VOUCH_SSH)
    writeFileSync(join(env.VOUCH_SSH, 'id_ed25519'), readFileSync(room.keyPath))
    writeFileSync(join(env.VOUCH_SSH, 'known_hosts'), 'x')
    writeFileSync(join(env.VOUCH_SSH, 'notes.txt'), 'no key')
    const list = await vouch(['keys', 'list'], { env })
    expect(list.stdout.match(/^SHA256:/gm)).toHaveLength(3)
    expect(list.stdout).toContain(key.fingerprint)
  })

  test('asks for a passphrase, which is never an argument', async () => {
    const made = await vouch(['keys', 'new'], { env })
    expect(made).toMatchObject({ code: 2, stderr: expect.stringContaining('VOUCH_PASSPHRASE') })
    expect((await vouch(['keys', 'new', '--passphrase', 'x'], { env })).code).toBe(2)
    expect((await vouchHere(['keys', 'sing'])).code).toBe(2)
  })
})

describe('vouch pack', () => {
  test('signs with a key under a passphrase from the environment, and says what to tell the recipient', async () => {
    const key = join(env.VOUCH_CONFIG, 'keys', 'vouch_ed25519')
    const out = room.newPath('pack.zip')
    const words = ['pack', '--case', room.case, 'outcome:denied', '--out', out, '--key', key]
    const locked = await vouch(words, { env })
    expect(locked).toMatchObject({ code: 1, stderr: expect.stringContaining('[key/locked]') })
    const wrong = await vouch(words, { env: { ...env, VOUCH_PASSPHRASE: 'wrong' } })
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('[key/wrong-passphrase]') })
    const made = await vouch(words, { env: { ...env, VOUCH_PASSPHRASE: PASSPHRASE } })
    expect(made.code).toBe(0)
    expect(made.stdout).toMatch(/Signed by SHA256:\S{43}\nTell the recipient this fingerprint by another way/)
    const verified = await vouchHere(['verify', out, room.sources])
    expect(verified.code).toBe(0)
    expect(verified.stdout).toMatch(/^Signed by SHA256:\S{43}: compare this fingerprint/m)
    expect(verified.stdout).toContain('Not time-stamped')
    expect(verified.stdout).toMatch(/^Whole: .* 3 source files compared/m)
  })

  test('gives its documented JSON, and so does verify', async () => {
    const out = room.newPath('pack.zip')
    const made = await vouchHere([
      'pack',
      '--case',
      room.case,
      'outcome:denied',
      '--out',
      out,
      '--formats',
      'csv',
      '--json',
    ])
    expect(Object.keys(JSON.parse(made.stdout) as object).sort()).toEqual([
      ...['custody', 'events', 'exhibits', 'isEncrypted', 'out', 'recorded', 'seconds', 'sha256', 'signedBy'],
      ...['sizeBytes', 'withheld', 'zipSha256'],
    ])
    const verified = await vouchHere(['verify', out, '--json'])
    const report = JSON.parse(verified.stdout) as { checked: object }
    expect(Object.keys(report).sort()).toEqual([
      ...['checked', 'findings', 'pack', 'says', 'seconds', 'sha256', 'signature', 'timeStamp'],
    ])
    expect(Object.keys(report.checked).sort()).toEqual([
      ...['bytes', 'custodyEntries', 'disclosed', 'files', 'proofs', 'records', 'rows', 'sources'],
    ])
  })

  test('that was changed is named, with exit code 1', async () => {
    const out = room.newPath('pack.zip')
    await vouchHere(['pack', '--case', room.case, '--out', out])
    const bytes = readFileSync(out)
    bytes[500] ^= 1
    writeFileSync(out, bytes)
    const verified = await vouchHere(['verify', out])
    expect(verified.code).toBe(1)
    expect(verified.stdout).toContain('data/records.bin')
  })

  test('knows wrong use, and a case from a pack', async () => {
    expect((await vouchHere(['pack', '--case', room.case, '--out', 'x', '--formats', 'pdf'])).code).toBe(2)
    expect((await vouchHere(['pack', '--case', room.case])).code).toBe(2)
    expect((await vouchHere(['attach', room.case, '--tsr', room.case, '--out', room.newPath('x')])).code).toBe(1)
    const verified = await vouchHere(['verify', room.case])
    expect(verified.stdout).toMatch(/^Whole: 3 exhibits/m)
    const neither = await vouchHere(['verify', join(room.sources, 'b.csv')])
    expect(neither).toMatchObject({ code: 1, stderr: expect.stringContaining('[case/not-a-case]') })
  })
})
