/** Encrypts a pack for its recipients as age does (age-encryption.org/v1), so that `age -d` opens it. */
import { fail } from '../../../../shared/failure.ts'
import type { Wrap } from './packZip.ts'

/** X25519 recipients alone: every age opens what is encrypted for them. */
const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/

/** Null where there are no recipients. Fails with `pack/bad-recipient`. It holds two pieces of 64 KiB, whatever the size. */
export function ageWrap(recipients: readonly string[]): Wrap | null {
  for (const recipient of recipients) if (!RECIPIENT.test(recipient)) badRecipient(recipient)
  if (recipients.length === 0) return null
  return async (bytes) => {
    const { Encrypter } = await import('age-encryption')
    const encrypter = new Encrypter()
    for (const recipient of recipients) encrypter.addRecipient(recipient)
    return encrypter.encrypt(bytes)
  }
}

/** Fails with `pack/bad-recipient` for what cannot be encrypted for. */
export async function requireRecipients(recipients: readonly string[]): Promise<void> {
  if (recipients.length === 0) return
  const { Encrypter } = await import('age-encryption')
  for (const recipient of recipients) {
    if (!RECIPIENT.test(recipient)) badRecipient(recipient)
    try {
      new Encrypter().addRecipient(recipient)
    } catch {
      // Its checksum is wrong: the library says so in words of its own.
      badRecipient(recipient)
    }
  }
}

function badRecipient(recipient: string): never {
  fail({
    code: 'pack/bad-recipient',
    message: `“${recipient.slice(0, 100)}” is no recipient of age`,
    next: 'Take a public key as `age-keygen -y` prints it: age1 and 58 more characters.',
  })
}
