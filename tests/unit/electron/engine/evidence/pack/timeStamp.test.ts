/** Time-stamp requests and replies against an authority of OpenSSL’s, made here. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { checkReply, timeStampRequest } from '../../../../../../electron/engine/evidence/pack/timeStamp.ts'
import { haveTools, run } from '../../../../../helpers/tools.ts'
import { TimeStampAuthority } from './timeStampAuthority.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-tsa-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const data = Buffer.from('what is stamped\n')
const digest = createHash('sha256').update(data).digest()

describe.skipIf(!haveTools(['openssl'], 'time-stamps'))('time-stamps', () => {
  const request = join(folder, 'request.tsq')
  writeFileSync(request, timeStampRequest(digest))

  test('a request says what openssl reads', () => {
    const { code, stdout } = run('openssl', ['ts', '-query', '-in', request, '-text'])
    expect(code).toBe(0)
    expect(stdout).toContain('Hash Algorithm: sha256')
    expect(stdout).toContain('Certificate required: yes')
    expect(stdout.replace(/^ *\d{4} - | {3}.*$/gm, '').replace(/[\s-]/g, '')).toContain(digest.toString('hex'))
  })

  test('a reply is read, fits its request alone, and openssl verifies it', () => {
    const authority = new TimeStampAuthority(folder)
    const reply = authority.reply(request)
    const bytes = readFileSync(reply)
    const check = checkReply(bytes, digest)
    expect(check).toMatchObject({ ok: true, at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/) })
    expect(checkReply(bytes, createHash('sha256').digest())).toEqual({ ok: false, problem: 'it is for something else' })
    const file = join(folder, 'data')
    writeFileSync(file, data)
    expect(
      run('openssl', ['ts', '-verify', '-data', file, '-in', reply, '-CAfile', authority.certificate]),
    ).toMatchObject({
      code: 0,
    })
  })

  test('whatever bytes a reply has, it is read or refused', () => {
    const bytes = readFileSync(new TimeStampAuthority(folder).reply(request))
    const anyChange = fc.tuple(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 6 }), fc.integer({ min: 0, max: bytes.length }), (changes, end) => {
        const changed = Buffer.from(bytes)
        for (const [at, value] of changes) changed[at] = value
        expect(typeof checkReply(changed.subarray(0, end), digest).ok).toBe('boolean')
      }),
      { seed: 4, numRuns: 2_000 },
    )
  })
})
