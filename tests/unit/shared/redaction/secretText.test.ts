import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { secretsInText } from '../../../../shared/redaction/index.ts'

const random = 'Zm9vYmFyYmF6cXV4MDEyMzQ1Njc4OWFiY2RlZmdoaWo1'

function found(text: string): string[] {
  return secretsInText(text).map(({ start, end, rule }) => `${rule} ${text.slice(start, end)}`)
}

describe('secrets told by how they look', () => {
  test.each([
    ['a eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl b', 'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
    [`push with ghp_${random.slice(0, 36)}!`, `github-token ghp_${random.slice(0, 36)}`],
    [`github_pat_${random.slice(0, 30)}`, `github-token github_pat_${random.slice(0, 30)}`],
    [`glpat-${random.slice(0, 20)}`, `gitlab-token glpat-${random.slice(0, 20)}`],
    ['xoxb-123456789012-abcdefABCDEF', 'slack-token xoxb-123456789012-abcdefABCDEF'],
    ['Authorization: Bearer abc.DEF-123', 'bearer abc.DEF-123'],
    ['Basic YWxleDpwdw==', 'basic-auth YWxleDpwdw=='],
    ['postgres://alex:pw!1@db.example.com/x', 'url-password pw!1'],
    ['GET /a?x=1&access_token=abc%20d&y=2', 'named-value abc%20d'],
    ["psql 'password=hunter two'", 'named-value hunter'],
    ['login --password hunter2 --user alex', 'named-value hunter2'],
    ['Server=db;Password=hunter2;Database=x', 'named-value hunter2'],
    ['{"password": "hunter two, still', 'named-value hunter two, still'],
    ['{\\"api_key\\":\\"a1b2\\",\\"x\\":1}', 'named-value a1b2'],
    ["{'clientSecret' => 'it\\'s'}", "named-value it\\'s"],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual([expected])
  })

  test('a private key from label to label, and to the end where it breaks off', () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----'
    expect(found(`a ${key} b`)).toEqual([`private-key ${key}`])
    expect(found(`a ${key.slice(0, 50)}`)).toEqual([`private-key ${key.slice(0, 50)}`])
  })

  test('an access key id in a text, and the secret key beside it; alone it only names a key', () => {
    const id = 'AKIAIOSFODNN7EXAMPLE'
    const secret = random.slice(0, 40)
    expect(found(`${id}:${secret}`)).toEqual([`aws-access-key ${id}`, `aws-secret-key ${secret}`])
    expect(found(id)).toEqual([])
    expect(found(secret)).toEqual([])
  })

  test.each([
    'Bearer authentication failed',
    'Basic information about the user',
    'https://example.com:8080/path',
    'user@example.com',
    'token=[REDACTED]',
    'nextToken=abc',
    'the password was changed',
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db',
    'password: must have 12 characters',
    'eyJ is how they start',
    'sk-learn-contrib',
    'SELECT secret FROM t',
  ])('not in %s', (text) => {
    expect(found(text)).toEqual([])
  })

  test('ranges are in order, inside the text, and do not overlap, whatever was typed', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom(
        'password=',
        '"token":"',
        '\\"',
        '--secret ',
        'Bearer ',
        'AKIAIOSFODNN7EXAMPLE',
        random,
        '-----BEGIN PRIVATE KEY-----',
        '://a:b@',
        'eyJ',
        '.',
        "'",
      ),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        let at = 0
        for (const { start, end } of secretsInText(text)) {
          expect(start).toBeGreaterThanOrEqual(at)
          expect(end).toBeGreaterThan(start)
          at = end
        }
        expect(at).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 500 },
    )
  })
})
