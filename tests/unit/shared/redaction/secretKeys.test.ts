import { describe, expect, test } from 'vitest'
import { isAboutKey, isSecretValue, keyWords, secretKind } from '../../../../shared/redaction/index.ts'

describe('keys that hold secrets', () => {
  test.each([
    'password',
    'Password',
    'passwd',
    'new_password',
    'newPasswordValue',
    'password2',
    'confirmPassword',
    'password_hash',
    'secret',
    'clientSecret',
    'client_secret',
    'secretString',
    'token',
    'access_token',
    'refreshToken',
    'idToken',
    'ID_TOKEN',
    'x-amz-security-token',
    'apiKey',
    'api-key',
    'APIKey',
    'x-api-key',
    'apikey',
    'private_key',
    'PrivateKey',
    'secretAccessKey',
    'Authorization',
    'cookie',
    'Set-Cookie',
    'credential',
    'credentials',
    'sessionToken',
    'db.connection string',
    'spring.datasource.password',
    'preshared_key',
    'accessToken_s',
  ])('%s', (key) => {
    expect(secretKind(key)).not.toBeNull()
  })

  test.each([
    'tokenName',
    'tokenId',
    'token_count',
    'passwordResetRequired',
    'secretArn',
    'secretId',
    'secret_name',
    'nextToken',
    'importLastToken_s',
    'credentialType_s',
    'pageToken',
    'clientRequestToken',
    'hashed_token',
    'token_hash',
    'passwordLastUsed',
    'authorizationInfo',
    'cookieCount',
    'credentialType',
    'accessKeyId',
    'publicKey',
    'monkey',
    'keyboard',
    'passwordless',
    'secretary',
    'key',
    'id',
    '',
    '...',
  ])('not %s', (key) => {
    expect(secretKind(key)).toBeNull()
  })

  test('numbers are secrets under a password, counts under tokens are not', () => {
    expect(secretKind('otp')).toBe('any')
    expect(secretKind('tokens')).toBe('text')
  })

  test('a key that tells about a secret overrules wildcards', () => {
    expect(['secretArn', 'tokenId', 'nextToken', 'client_secret_expires_at'].every(isAboutKey)).toBe(true)
    expect(['secret', 'mySecretThing', ''].some(isAboutKey)).toBe(false)
  })

  test('words of camelCase, snake_case, kebab-case, headers of tables and acronyms', () => {
    expect(keyWords('XMLHttpRequest_id-2 Some.Header')).toEqual(['xml', 'http', 'request', 'id', '2', 'some', 'header'])
  })
})

describe('values that are no secrets', () => {
  test.each([
    '',
    '  ',
    '[REDACTED]',
    '***',
    'HIDDEN_DUE_TO_SECURITY_REASONS',
    '<masked>',
    'null',
    'true',
    'required',
    '[]',
    'arn:aws:iam::111122223333:role/a',
    'hmac-sha256:0f1e',
  ])('%j', (text) => {
    expect(isSecretValue(text)).toBe(false)
  })

  test.each(['password', 'secret', 'a', 'hidden123', 'redactedX', 'trueish'])('but %j is one', (text) => {
    expect(isSecretValue(text)).toBe(true)
  })
})
