/** Keys and signatures against OpenSSH itself. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import {
  fingerprint,
  keyFacts,
  newKey,
  publicLine,
  signingKey,
} from '../../../../../../electron/engine/evidence/pack/keys/sshKey.ts'
import { checkSignature, signatureText } from '../../../../../../electron/engine/evidence/pack/keys/sshSignature.ts'
import { FailureError } from '../../../../../../shared/failure.ts'
import { haveTools, run } from '../../../../../helpers/tools.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NAMESPACE = 'test@example.com'
const message = Buffer.from('what is signed\n')
let made = 0

/** A key that ssh-keygen made, and its public line. */
function opensshKey(passphrase: string, more: readonly string[] = []) {
  const path = join(folder, `key-${made++}`)
  const done = run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', 'auditor', '-f', path, ...more])
  expect(done.text).toBe('')
  return { path, text: readFileSync(path, 'utf8'), line: readFileSync(`${path}.pub`, 'utf8') }
}

/** ssh-keygen's verdict on a signature by the signer of `line`. */
function opensshVerifies(line: string, signature: string, bytes: Uint8Array, namespace = NAMESPACE) {
  const [signers, file] = [join(folder, `signers-${made}`), join(folder, `signature-${made++}`)]
  writeFileSync(signers, `signer ${line}\n`)
  writeFileSync(file, signature)
  return run('ssh-keygen', ['-Y', 'verify', '-f', signers, '-I', 'signer', '-n', namespace, '-s', file], {
    input: bytes,
  })
}

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code
    throw error
  }
  return 'none'
}

describe.skipIf(!haveTools(['ssh-keygen'], 'keys and signatures'))('keys of OpenSSH', () => {
  test.each([
    ['without a passphrase', '', []],
    ['under a passphrase', 'open sesame', []],
    ['under aes256-cbc', 'open sesame', ['-Z', 'aes256-cbc']],
    ['under aes128-ctr and other rounds', 'ö ✓', ['-Z', 'aes128-ctr', '-a', '3']],
  ])('%s are read, and sign what ssh-keygen verifies', (_, passphrase, more) => {
    const { path, text, line } = opensshKey(passphrase, more)
    const facts = keyFacts(text, path)
    expect(facts.isEncrypted).toBe(passphrase !== '')
    expect(line.startsWith(`${publicLine(facts.publicBlob)} `)).toBe(true)
    expect(run('ssh-keygen', ['-l', '-f', `${path}.pub`]).stdout).toContain(fingerprint(facts.publicBlob))
    const signature = signatureText(message, NAMESPACE, signingKey(text, path, passphrase === '' ? null : passphrase))
    expect(opensshVerifies(publicLine(facts.publicBlob), signature, message)).toMatchObject({ code: 0 })
    expect(opensshVerifies(publicLine(facts.publicBlob), signature, Buffer.from('other')).code).not.toBe(0)
    expect(opensshVerifies(publicLine(facts.publicBlob), signature, message, 'other').code).not.toBe(0)
  })

  test('sign what we verify', () => {
    const { path, text } = opensshKey('')
    const file = join(folder, 'message')
    writeFileSync(file, message)
    expect(run('ssh-keygen', ['-Y', 'sign', '-f', path, '-n', NAMESPACE, file]).code).toBe(0)
    const signature = readFileSync(`${file}.sig`, 'utf8')
    const { publicBlob } = keyFacts(text, path)
    expect(checkSignature(signature, message, NAMESPACE)).toEqual({ ok: true, publicBlob })
    expect(checkSignature(signature, Buffer.from('other'), NAMESPACE)).toMatchObject({ ok: false, publicBlob })
    expect(checkSignature(signature, message, 'other')).toMatchObject({ ok: false })
    // The same key, message and namespace have one signature.
    expect(signatureText(message, NAMESPACE, signingKey(text, path, null))).toBe(signature)
  })

  test.each([
    ['without a passphrase', null],
    ['under a passphrase', 'correct horse'],
  ])('that we make %s are ones', (_, passphrase) => {
    const { text, publicBlob } = newKey('made by a test', passphrase)
    const path = join(folder, `own-${made++}`)
    writeFileSync(path, text, { mode: 0o600 })
    const told = run('ssh-keygen', ['-y', '-P', passphrase ?? '', '-f', path])
    expect(told).toMatchObject({ code: 0, stdout: `${publicLine(publicBlob)} made by a test\n` })
    if (passphrase !== null) expect(run('ssh-keygen', ['-y', '-P', 'wrong', '-f', path]).code).not.toBe(0)
    expect(signingKey(text, path, passphrase).publicBlob).toEqual(publicBlob)
  })

  test('say what is wrong with them', () => {
    const locked = opensshKey('open sesame')
    expect(codeOf(() => signingKey(locked.text, locked.path, null))).toBe('key/locked')
    expect(codeOf(() => signingKey(locked.text, locked.path, 'wrong'))).toBe('key/wrong-passphrase')
    const path = join(folder, 'ecdsa')
    run('ssh-keygen', ['-q', '-t', 'ecdsa', '-N', '', '-f', path])
    expect(codeOf(() => keyFacts(readFileSync(path, 'utf8'), path))).toBe('key/unsupported')
    const pem = join(folder, 'pem')
    run('ssh-keygen', ['-q', '-t', 'rsa', '-m', 'PEM', '-N', '', '-f', pem])
    expect(codeOf(() => keyFacts(readFileSync(pem, 'utf8'), pem))).toBe('key/unsupported')
    const gcm = opensshKey('open sesame', ['-Z', 'aes256-gcm@openssh.com'])
    expect(codeOf(() => keyFacts(gcm.text, gcm.path))).toBe('key/unsupported')
    expect(codeOf(() => keyFacts(locked.line, locked.path))).toBe('key/damaged')
  })

  test('with bytes changed are told to be damaged, and never sign for another', () => {
    const { path, text } = opensshKey('')
    const [first, ...rest] = text.split('\n')
    const bytes = Buffer.from(rest.slice(0, -2).join(''), 'base64')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(bytes)
        changed[at] ^= change
        const changedText = `${first}\n${changed.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`
        const { publicBlob } = keyFacts(text, path)
        let found: Buffer | undefined
        const code = codeOf(() => {
          found = signingKey(changedText, path, null).publicBlob
        })
        // Comment and padding are of no consequence.
        if (code === 'none') expect(found).toEqual(publicBlob)
        else expect(code).toMatch(/^key\/(damaged|unsupported|locked)$/)
      }),
      { seed: 3, numRuns: 300 },
    )
  })
})
