/**
 * Secrets told by how they look, wherever in a text they stand: tokens of known make, private keys, `Bearer …`,
 * passwords in URLs, `password=…`. Every expression starts at the beginning of a word and never goes back, so that
 * a hostile text takes time in proportion to its length.
 */
import { isSecretValue, secretKind } from './secretKeys.ts'

/** Half-open [start, end) in UTF-16 units. */
export interface TextSecret {
  readonly start: number
  readonly end: number
  readonly rule: string
}

/** No text without one of these holds a secret that any rule below finds. */
const HINT =
  /eyJ|gh[pousr]_|github_pat_|gl[a-z]{2,5}-|xox[a-z]|xapp-|hooks\.slack|AKIA|ASIA|PRIVATE KEY|bearer|basic|:\/\/|AIza|ya29\.|sk[-_]|npm_|SG\.|pass|pwd|secret|token|key|authorization|cookie|credential|connection|jwt|psk|otp|sig/i

/** `(?<!…)`: not inside a longer word. A group, where there is one, is the secret alone. */
const PATTERNS: readonly { readonly rule: string; readonly pattern: RegExp }[] = [
  // RFC 7519 §3.1: the header is base64url of a JSON object, so it starts with `{"`.
  { rule: 'jwt', pattern: /(?<![\w-])eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*){1,3}/g },
  // https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
  { rule: 'github-token', pattern: /(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{22,})/g },
  // https://docs.gitlab.com/security/tokens/#token-prefixes
  { rule: 'gitlab-token', pattern: /(?<![\w-])gl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|wt|soat|ffct)-[\w.-]{20,}/g },
  // https://docs.slack.dev/authentication/tokens
  { rule: 'slack-token', pattern: /(?<![\w-])(?:xox[a-z](?:\.xox[a-z])?|xapp)-[\w-]{10,}/g },
  { rule: 'slack-webhook', pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([\w/-]{10,})/g },
  { rule: 'google-api-key', pattern: /(?<![\w-])AIza[\w-]{35}/g },
  { rule: 'google-access-token', pattern: /(?<![\w-])ya29\.[\w.-]{20,}/g },
  { rule: 'vendor-token', pattern: /(?<![\w-])(?:sk_live_|rk_live_|sk_test_|npm_)[A-Za-z0-9]{16,}/g },
  { rule: 'vendor-token', pattern: /(?<![\w-])sk-(?:proj-|ant-|svcacct-)?(?=[\w-]{0,64}\d)[\w-]{20,}/g },
  { rule: 'vendor-token', pattern: /(?<![\w-])SG\.[\w-]{16,}\.[\w-]{16,}/g },
  // RFC 6750 §2.1. A word alone behind it (`Bearer authentication failed`) is no token.
  { rule: 'bearer', pattern: /\bBearer[ \t]+((?=[\w.~+/-]{0,64}[\d._~+/])[\w.~+/-]{8,}={0,2})/gi },
  { rule: 'basic-auth', pattern: /\bBasic[ \t]+([A-Za-z0-9+/]{8,}={0,2})/gi },
  // RFC 3986 §3.2.1: what stands behind the colon of the user information.
  {
    rule: 'url-password',
    pattern: /(?<![\w+.-])[A-Za-z][A-Za-z0-9+.-]{1,31}:\/\/[^\s/?#@:"'<>]{0,256}:([^\s/?#"'<>]{1,1024})@/g,
  },
]

/** Ids of the rules, as `TextSecret.rule` names them. */
export const textRules: readonly string[] = [
  ...new Set(PATTERNS.map(({ rule }) => rule)),
  'private-key',
  'aws-access-key',
  'aws-secret-key',
  'named-value',
]

const AWS_KEY_ID = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{12,124}(?![A-Za-z0-9])/g
const AWS_SECRET = /(?<![A-Za-z0-9+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g
/** How far from its id an AWS secret key is looked for, in UTF-16 units. */
const AWS_NEAR = 256

/** `name=value` of query strings, forms and connection strings. */
const ASSIGNED = /(?<![\w.-])-{0,2}([A-Za-z][\w.-]{1,63})=("[^"\n]+"|'[^'\n]+'|[^\s&;,"'<>]+)/g

/** `--name value` of command lines. */
const FLAG = /(?<![\w.-])--?([A-Za-z][\w-]{1,63})[ \t]{1,8}(?!-)("[^"\n]+"|'[^'\n]+'|[^\s;,"'<>]+)/g

/** Signatures of URLs that let anybody in who holds them: Azure SAS, AWS and Google presigned URLs. */
const SIGNATURE = /^(?:sig|x-amz-signature|x-amz-security-token|x-goog-signature)$/i

/** `"name": "value"` and `name => 'value'`, as in JSON that breaks off; the quote may be escaped. */
const QUOTED = /(?<![\w.-])([A-Za-z][\w.-]{1,63})\\{0,7}["']?[ \t]{0,8}(?::|=>?)[ \t]{0,8}(\\{0,7}["'])/g

/** The secrets in a text, in order, none overlapping. */
export function secretsInText(text: string): TextSecret[] {
  if (!HINT.test(text)) return []
  const found: TextSecret[] = []
  for (const { rule, pattern } of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const secret = match[1] ?? match[0]
      if (rule === 'basic-auth' && !isBasicCredentials(secret)) continue
      if (!isSecretValue(secret)) continue
      const start = match.index + match[0].lastIndexOf(secret)
      found.push({ start, end: start + secret.length, rule })
    }
  }
  found.push(...privateKeys(text), ...awsKeys(text), ...assigned(text, ASSIGNED))
  found.push(...assigned(text, FLAG), ...quotedValues(text))
  return withoutOverlaps(found)
}

/** RFC 7468 §2: from the first label of a private key to the last; where that is missing, to the end. */
function privateKeys(text: string): TextSecret[] {
  const found: TextSecret[] = []
  const begin = /-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----/g
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const close = text.indexOf('-----END ', begin.lastIndex)
    const dashes = close < 0 ? -1 : text.indexOf('-----', close + 9)
    const end = dashes < 0 ? text.length : dashes + 5
    found.push({ start: match.index, end, rule: 'private-key' })
    begin.lastIndex = end
  }
  return found
}

/** An access key id inside a longer text, and the secret key near it. The id alone names a key, as a user name does. */
function awsKeys(text: string): TextSecret[] {
  const found: TextSecret[] = []
  for (const match of text.matchAll(AWS_KEY_ID)) {
    const start = match.index
    const end = start + match[0].length
    if (start === 0 && end === text.length) return []
    found.push({ start, end, rule: 'aws-access-key' })
    const from = Math.max(0, start - AWS_NEAR)
    for (const near of text.slice(from, end + AWS_NEAR).matchAll(AWS_SECRET)) {
      found.push({ start: from + near.index, end: from + near.index + 40, rule: 'aws-secret-key' })
    }
  }
  return found
}

function assigned(text: string, pattern: RegExp): TextSecret[] {
  const found: TextSecret[] = []
  for (const match of text.matchAll(pattern)) {
    if (secretKind(match[1]) === null && !SIGNATURE.test(match[1])) continue
    const isQuoted = match[2][0] === '"' || match[2][0] === "'"
    const value = isQuoted ? match[2].slice(1, -1) : match[2]
    if (!isSecretValue(value)) continue
    const end = match.index + match[0].length - (isQuoted ? 1 : 0)
    found.push({ start: end - value.length, end, rule: 'named-value' })
  }
  return found
}

function quotedValues(text: string): TextSecret[] {
  const found: TextSecret[] = []
  const opened = new RegExp(QUOTED)
  for (let match = opened.exec(text); match !== null; match = opened.exec(text)) {
    if (secretKind(match[1]) === null) continue
    const start = opened.lastIndex
    const end = closeOf(text, start, match[2])
    if (isSecretValue(text.slice(start, end))) found.push({ start, end, rule: 'named-value' })
    opened.lastIndex = end
  }
  return found
}

/** Where the same quote, escaped as often, closes; the end of the text where it never does. */
function closeOf(text: string, start: number, quote: string): number {
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + 1)) {
    let slashes = 0
    while (at - slashes > start && text[at - slashes - 1] === '\\') slashes++
    if (quote.length > 1 ? slashes === 0 : slashes % 2 === 0) return at
  }
  return text.length
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** RFC 7617 §2: base64 of user, colon, password. Decoded as far as the first 64 characters. */
function isBasicCredentials(text: string): boolean {
  const digits = text.replace(/=+$/, '').slice(0, 64)
  let bits = 0
  let held = 0
  for (const digit of digits) {
    bits = ((bits << 6) | BASE64.indexOf(digit)) & 0xfff
    held += 6
    if (held < 8) continue
    held -= 8
    const byte = (bits >>> held) & 0xff
    if (byte === 0x3a) return true
    if (byte < 0x20) return false
  }
  return false
}

/** In order; of overlapping ones their union, under the rule of the first. */
export function withoutOverlaps(found: readonly TextSecret[]): TextSecret[] {
  const out: TextSecret[] = []
  for (const next of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = out[out.length - 1]
    if (last === undefined || next.start >= last.end) out.push(next)
    else if (next.end > last.end) out[out.length - 1] = { ...last, end: next.end }
  }
  return out
}
