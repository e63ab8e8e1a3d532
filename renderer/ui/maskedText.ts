/**
 * Values of logs where no event is looked at: secrets that show by their looks or by the name before them are covered.
 * In the event itself they can be shown, and that is entered in the custody log.
 */
import { REDACTED } from '../../shared/api/index.ts'
import { secretsInText } from '../../shared/redaction/index.ts'
import { visibleLine } from './visibleText.ts'

/** One line, harmless to the eye, with its secrets as `[REDACTED]`. */
export function maskedLine(text: string): string {
  const secrets = secretsInText(text)
  let shown = ''
  let at = 0
  for (const { start, end } of secrets) {
    shown += text.slice(at, start) + REDACTED
    at = end
  }
  return visibleLine(secrets.length === 0 ? text : shown + text.slice(at))
}

const STAR = 0x2a

/** The bytes with each byte of a secret as `*`, so that all others keep their places; and how many secrets there are. */
export function maskedBytes(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly secrets: number } {
  // A byte per character, so that places in the text are places in the bytes.
  const secrets = secretsInText(new TextDecoder('latin1').decode(bytes))
  const masked = bytes.slice()
  for (const { start, end } of secrets) masked.fill(STAR, start, end)
  return { bytes: masked, secrets: secrets.length }
}
