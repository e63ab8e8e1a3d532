/**
 * Pseudonyms: `person-7f3a9c21d04be85533aa`. The digits are the first 80 bits of HMAC-SHA-256 (RFC 2104, FIPS 198-1) under the
 * case's key, over `vouch pseudonym 1`, a NUL and the value's normal form, as UTF-8. The rule gives the word before them only,
 * so a value has the same digits whichever rule found it. Of ten million values two share their digits with a probability
 * of 4 in 10^11 (n²/2 over 2^80); 32 bits would be enough for no more than some thousands.
 */
import { createHmac } from 'node:crypto'
import { normalForm } from './spelling.ts'

/** Hexadecimal digits of a pseudonym; four bits each. */
export const PSEUDONYM_DIGITS = 20

const DOMAIN = 'vouch pseudonym 1\0'

/** Digits that are kept. */
const KEPT = 65_536

export class Pseudonyms {
  private readonly key: Uint8Array
  private readonly kept = new Map<string, string>()

  /** `key`: 32 bytes that never leave the case. */
  constructor(key: Uint8Array) {
    this.key = key
  }

  /** The pseudonym of a value, `prefix` before it; the same for every spelling with the same normal form. */
  of(value: string, prefix: string): string {
    return `${prefix}-${this.digitsOf(value)}`
  }

  /** The digits of its pseudonyms, whatever stands before them. */
  digitsOf(value: string): string {
    const form = normalForm(value)
    let digits = this.kept.get(form)
    if (digits === undefined) {
      digits = createHmac('sha256', this.key)
        .update(DOMAIN + form)
        .digest('hex')
        .slice(0, PSEUDONYM_DIGITS)
      if (this.kept.size >= KEPT) this.kept.clear()
      this.kept.set(form, digits)
    }
    return digits
  }
}
