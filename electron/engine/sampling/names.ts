/** Names of populations and samples. */
import { fail } from '../../../shared/failure.ts'

/** UTF-16 code units at most. */
const MAX_NAME_LENGTH = 100

/** The name as it is kept. Fails with `usage/bad-argument`. */
export function requireName(name: string): string {
  const text = name.normalize('NFC')
  const isName =
    text !== '' && text.trim() === text && text.length <= MAX_NAME_LENGTH && !/\p{C}/u.test(text) && text.isWellFormed()
  if (isName) return text
  fail({
    code: 'usage/bad-argument',
    message: 'This cannot be the name of a population or sample',
    next: `A name has 1 to ${MAX_NAME_LENGTH} characters, none of them a control character, and no blank at either end.`,
  })
}

/** The form of a name by which they are told apart. */
export function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
