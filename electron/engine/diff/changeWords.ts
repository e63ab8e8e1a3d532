/**
 * Which keys speak of a state before and one after, and how far each can be believed.
 *
 * Systems name the same thing in many ways, so keys are read as words: `old_values`, `oldValues` and `OldValues` are
 * one. The word of the side stands first or last; the rest is the stem, what both keys of a pair share.
 */

/**
 * `old`: old/new, unmistakable. `before`: before/after, also cursors and date filters. `previous`: previous/current,
 * also pages. `from`: from/to, mostly mails, ranges and transfers; believed only where something says "change".
 */
export type WordFamily = 'old' | 'before' | 'previous' | 'from'

export interface SideKey {
  readonly key: string
  readonly side: 'before' | 'after'
  readonly family: WordFamily
  /** Words of the key without that of the side, joined by a blank; empty for a bare `old`. */
  readonly stem: string
  /** The same as the key spells it, for showing: `role` of `newRole` and `old_role`. */
  readonly label: string
}

const sideWords: ReadonlyMap<string, { readonly side: 'before' | 'after'; readonly family: WordFamily }> = new Map([
  ['old', { side: 'before', family: 'old' }],
  ['new', { side: 'after', family: 'old' }],
  ['before', { side: 'before', family: 'before' }],
  ['after', { side: 'after', family: 'before' }],
  ['previous', { side: 'before', family: 'previous' }],
  ['prev', { side: 'before', family: 'previous' }],
  ['prior', { side: 'before', family: 'previous' }],
  ['original', { side: 'before', family: 'previous' }],
  ['current', { side: 'after', family: 'previous' }],
  ['from', { side: 'before', family: 'from' }],
  ['to', { side: 'after', family: 'from' }],
])

/** Stems under which the whole state stands, rather than one field of that name. */
const stateStems = new Set(
  (
    '|value|values|value json|values json|state|data|object|record|entity|item|document|attributes|properties|fields' +
    '|settings|config|configuration|payload|snapshot'
  ).split('|'),
)

/** With from/to: `changedFrom`, `fromValue`, `fromString` (Jira); `from_address` and the like are no changes. */
const fromStems = new Set(['', 'changed', 'value', 'string'])

/** Stems whose previous/current and before/after are about place in a list, time or a chain, not about a change. */
const otherStems = new Set(
  'page|pages|cursor|token|link|links|href|date|time|timestamp|created|not|hash|digest|checksum|signature|event|entry|login|cursorid'.split(
    '|',
  ),
)

const changeWords = new Set(
  'change|changes|changed|changeset|changelog|diff|diffs|delta|deltas|modified|modification|modifications|transition|transitions'.split(
    '|',
  ),
)
const updateWords = new Set('update|updates|updated|edit|edits'.split('|'))
/** Beside a change word these make the key a date, a person or an identifier. */
const attributeWords = new Set('by|at|on|id|ids|time|date|type|user|last|count'.split('|'))
const listingWords = new Set(
  'query|filter|filters|param|params|parameters|paging|pagination|page|pages|cursor|cursors|range|search|where|links|window|period|interval'.split(
    '|',
  ),
)
/** Siblings that show that before/after or previous/current are places in a listing. */
const listingSiblings = new Set(
  'limit|perpage|pagesize|cursor|next|first|last|total|sort|offset|hasmore|hasnext'.split('|'),
)

/** Longer keys, in UTF-16 code units, are no names of fields. */
const MAX_KEY = 80

// Parting a key into words costs a microsecond; most keys need not be parted to know that they say nothing.
const mayBeSide = /old|new|before|after|prev|prior|original|current|from|to/i
const mayBeChange = /chang|diff|delta|modif|transition|updat|edit/i
const mayBeListing = /quer|filter|param|pag|cursor|range|search|where|link|window|period|interval/i
const mayBeName = /name|field|key|path|attribute|property|setting|column|label|title|option|parameter/i

/** Words of a key in lower case: parted at case changes and at all that is neither letter nor digit. */
export function wordsOf(key: string): readonly string[] {
  if (key.length > MAX_KEY) return []
  return key
    .replace(/(\p{Ll}|\p{N})(?=\p{Lu})/gu, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** What side a key speaks of; undefined for one that speaks of none. */
export function sideKeyOf(key: string): SideKey | undefined {
  if (!mayBeSide.test(key)) return undefined
  const words = wordsOf(key)
  if (words.length === 0) return undefined
  const first = sideWords.get(words[0])
  const last = sideWords.get(words[words.length - 1])
  const found = first ?? last
  if (found === undefined) return undefined
  const rest = first !== undefined ? words.slice(1) : words.slice(0, -1)
  const stem = rest.join(' ')
  if (found.family === 'from' && !fromStems.has(stem)) return undefined
  if (found.family !== 'old' && rest.some((word) => otherStems.has(word))) return undefined
  return { key, ...found, stem, label: labelOf(key, words, first !== undefined) }
}

/** Whether the stem means the state as a whole. */
export function isStateStem(stem: string): boolean {
  return stateStems.has(stem) || stem === 'changed' || stem === 'string'
}

/** Whether what stands under this key are changes: `changes`, `ModifiedProperties`, `audited_changes`, `diff`. */
export function isChangesKey(key: string): boolean {
  if (!mayBeChange.test(key)) return false
  const words = wordsOf(key)
  return words.some((word) => changeWords.has(word)) && !words.some((word) => attributeWords.has(word))
}

/** As {@link isChangesKey}, and `updates`, `edits`, under which requests write new values as well. */
export function isChangesLikeKey(key: string): boolean {
  if (!mayBeChange.test(key)) return false
  const words = wordsOf(key)
  return (
    words.some((word) => changeWords.has(word) || updateWords.has(word)) &&
    !words.some((word) => attributeWords.has(word))
  )
}

/** Whether what stands under this key selects from a listing. */
export function isListingKey(key: string): boolean {
  if (!mayBeListing.test(key)) return false
  return wordsOf(key).some((word) => listingWords.has(word))
}

/** Whether a key beside a pair shows that it selects from a listing. */
export function isListingSibling(key: string): boolean {
  return listingSiblings.has(wordsOf(key).join(''))
}

const fieldNames = new Set(
  'field|fieldname|fieldid|attribute|attributename|property|propertyname|setting|settingname|column|columnname'.split(
    '|',
  ),
)
const entryNames = ['name', 'displayname', 'key', 'path', 'label', 'title', 'parameter', 'option']

/** How strongly a key names the field of an entry: 0 not at all, higher is better; 100 and up names nothing else. */
export function fieldNameRank(key: string): number {
  if (!mayBeName.test(key)) return 0
  const name = wordsOf(key).join('')
  if (fieldNames.has(name)) return 100
  const rank = entryNames.indexOf(name)
  return rank < 0 ? 0 : entryNames.length - rank
}

function labelOf(key: string, words: readonly string[], isFirst: boolean): string {
  const separators = '[^\\p{L}\\p{N}]*'
  const label = isFirst
    ? key.replace(new RegExp(`^${separators}.{${words[0].length}}${separators}`, 'u'), '')
    : key.replace(new RegExp(`${separators}.{${words[words.length - 1].length}}${separators}$`, 'u'), '')
  return isFirst && /^\p{Lu}\p{Ll}/u.test(label) && /^\p{Ll}/u.test(key)
    ? label[0].toLowerCase() + label.slice(1)
    : label
}
