/** Numbers as people list them: `1,4-9,12`. */
import { fail } from '../../../shared/failure.ts'

/** Numbers of one list at most. */
const MAX_NUMBERS = 100_000

/** The numbers of a list, in its order. Fails with `usage/bad-argument`. */
export function numbersFrom(text: string): number[] {
  const numbers: number[] = []
  for (const part of text.split(',')) {
    const found = /^\s*([1-9]\d{0,9})(?:-([1-9]\d{0,9}))?\s*$/.exec(part)
    const [from, to] = [Number(found?.[1]), Number(found?.[2] ?? found?.[1])]
    if (found === null || to < from || numbers.length + to - from >= MAX_NUMBERS) {
      fail({
        code: 'usage/bad-argument',
        message: `“${text}” is no list of numbers`,
        next: 'Write them as in 1,4-9,12.',
      })
    }
    for (let number = from; number <= to; number++) numbers.push(number)
  }
  return numbers
}
