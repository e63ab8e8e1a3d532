/** Words that every value matching a clause must hold: what narrows a search before values are looked at one by one. */
import { type Phrase, wordsOf } from '../../../shared/query/index.ts'
import type { FieldClause } from './valueTest.ts'

/** The words, or null where the clause promises none. */
export function candidateWords(clause: FieldClause): Phrase | null {
  if (clause.kind === 'is') return phraseOf(clause.value, false)
  if (clause.kind === 'like') return likeWords(clause.pattern)
  return null
}

function phraseOf(text: string, prefix: boolean): Phrase | null {
  const words = wordsOf(text)
  return words.length === 0 ? null : { words, prefix }
}

/**
 * A pattern that begins with letters or digits promises a word that begins with them: `abc*`, and `abc` as a whole
 * where a blank or a sign follows. A dash may be inside a UUID, which is one word; what is not ASCII may fold into it.
 */
function likeWords(pattern: string): Phrase | null {
  const literal = /^[A-Za-z0-9]+/.exec(pattern)?.[0]
  if (literal === undefined) return null
  const next = pattern[literal.length]
  return phraseOf(literal, next !== undefined && !/[ !"#$%&'()+,./:;<=>@[\]^_`{|}~]/.test(next))
}
