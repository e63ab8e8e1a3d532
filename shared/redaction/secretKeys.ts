/**
 * Secrets told by the name they stand under: `password`, `clientSecret`, `x-api-key`, `Set-Cookie`. What a key means is
 * said by its last words, so `tokenName`, `secretArn` and `passwordResetRequired` tell about a secret and hold none.
 */

/** Keys that hold secrets, their words written together. The last one to four words of a key are looked up. */
const SECRET_NAMES = new Set(
  `password passwd pwd passphrase passcode passwort secret secrets token tokens jwt psk otp totp
  authtoken accesstoken refreshtoken idtoken sessiontoken securitytoken bearertoken apitoken
  apikey apisecret apitokens privatekey secretkey secretaccesskey accesskey accountkey storagekey signingkey encryptionkey
  sharedkey presharedkey masterkey clientsecret sharedsecret
  authorization proxyauthorization cookie cookies setcookie credential credentials connectionstring`
    .trim()
    .split(/\s+/),
)

/** Names whose numbers are secrets, too; a number of `tokens` is a count. */
const NUMERIC_NAMES = new Set(['password', 'passwd', 'pwd', 'passphrase', 'passcode', 'secret', 'token', 'otp', 'totp'])

const PASSWORDS = new Set(['password', 'passwd', 'pwd', 'passphrase', 'passcode', 'passwort', 'otp'])

/** Words behind a name that leave it what it is: `secretString`, `password_hash`; `_s` and `_g` are Microsoft Sentinel's. */
const FORM_WORDS = new Set(
  'value string binary plaintext plain text raw header base64 confirmation confirm hash hashed encoded s g'.split(' '),
)

/** What stands before `token` where the token only marks a place or tells requests apart, or is not the token itself. */
const HARMLESS_TOKENS = new Set(
  'next last prev previous page paging paginate pagination continuation continue sync delta cursor skip resume client request idempotency cancel cancellation hashed hash'.split(
    ' ',
  ),
)

/** Last words of keys that tell about something; they overrule a profile's wildcards. */
const ABOUT_WORDS = new Set(
  `id ids uuid name names alias arn arns type types kind count length size status state required enabled disabled expires
  expiry expiration expired at time date created updated modified rotated version policy scope scopes provider issuer usage
  usages identifier identifiers tag tags policies providers hash accessor scenario url uri endpoint path region description label title owner user hint age limit lifetime ttl method`
    .trim()
    .split(/\s+/),
)

/** Longest key that is looked at, in UTF-16 units; of a longer one the end. */
export const MAX_KEY = 256

/** Words of a key, lower case: of camelCase, snake_case, kebab-case, dotted keys and headers of tables. */
export function keyWords(key: string): string[] {
  return key
    .slice(-MAX_KEY)
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** What a key's values are: `text`: texts are secrets; `any`: numbers, too; null: neither, as far as the key tells. */
export type SecretKind = 'text' | 'any' | null

const kinds = new Map<string, SecretKind>()
/** Keys whose kind is kept; a hostile log may bring any number of them. */
const KEPT_KEYS = 4_096

/** What the values under a key are. */
export function secretKind(key: string): SecretKind {
  let kind = kinds.get(key)
  if (kind === undefined) {
    kind = kindOf(keyWords(key))
    if (kinds.size >= KEPT_KEYS) kinds.clear()
    kinds.set(key, kind)
  }
  return kind
}

function kindOf(words: readonly string[]): SecretKind {
  let isHash = false
  for (let end = words.length; end > 0; end--) {
    const name = nameAtEnd(words, end)
    // People choose passwords that can be found by trying; nobody finds a token from its hash.
    if (name !== null) return isHash && !PASSWORDS.has(name) ? null : NUMERIC_NAMES.has(name) ? 'any' : 'text'
    const last = words[end - 1]
    if (!FORM_WORDS.has(last) && !/^\d+$/.test(last)) return null
    isHash ||= last.startsWith('hash')
  }
  return null
}

/** The name of a secret that the words before `end` end with, written together; null where they do not. */
function nameAtEnd(words: readonly string[], end: number): string | null {
  for (let start = Math.max(0, end - 4); start < end; start++) {
    const name = words.slice(start, end).join('').replace(/\d+$/, '')
    if (!SECRET_NAMES.has(name)) continue
    const isHarmless = (name === 'token' || name === 'tokens') && HARMLESS_TOKENS.has(words[start - 1] ?? '')
    return isHarmless ? null : name
  }
  return null
}

/** Whether a key tells about a secret (`secretArn`, `token_count`), whatever wildcard it matches. */
export function isAboutKey(key: string): boolean {
  const words = keyWords(key)
  if (words.length > 1 && /^[sg]$/.test(words[words.length - 1])) words.pop()
  const last = words[words.length - 1] ?? ''
  const isToken = last === 'token' || last === 'tokens'
  return ABOUT_WORDS.has(last) || (isToken && HARMLESS_TOKENS.has(words[words.length - 2] ?? ''))
}

/**
 * A log's own word for a secret it left out, or for none: `[REDACTED]`, `***`, `HIDDEN_DUE_TO_SECURITY_REASONS`, `[]`; a
 * setting (`httpTokens: required`); what was hashed with a key instead of being logged (HashiCorp Vault's audit devices).
 */
const NO_SECRET =
  /^(?:[[({<*"'\s]+(?:redacted|hidden|masked|filtered|sensitive|scrubbed|removed|omitted|obfuscated|protected|secret|password|token|value)(?: value| data)?[\])}>*"'\s]+|redacted|hidden|masked|filtered|hidden_due_to_security_reasons|[*•.x\-_\s#]+|\[\s*\]|\{\s*\}|null|nil|none|undefined|unknown|true|false|yes|no|n\/a|empty|optional|required|enabled|disabled|default|low|medium|high|no_device_token|hmac-sha\d{3}:[0-9a-f]+)$/i

/** Names of things that the clouds give instead of the things: AWS ARNs, Google resource names, Kubernetes accounts. */
const RESOURCE_NAME = /^(?:arn:[\w-]+:|(?:\/\/[\w.-]+\/)?projects\/[^/\s]+\/|system:serviceaccount:)/

/** Longest text that may be a word for a secret left out, in UTF-16 units. */
const MAX_WORD = 160

/** Whether a text under a secret's name is one: not empty, not masked already, no name of a resource. */
export function isSecretValue(text: string): boolean {
  if (text.trim() === '' || RESOURCE_NAME.test(text)) return false
  return text.length > MAX_WORD || !NO_SECRET.test(text)
}
