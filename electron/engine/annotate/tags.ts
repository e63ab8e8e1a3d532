/** The tags of a case: a name, a colour, a place in the list. */
import type { Database } from 'better-sqlite3'
import type { TagColour, TagInfo } from '../../../shared/api/index.ts'
import { tagColours } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'
import { appendCustody } from '../case/index.ts'
import { bumpRevision, hasAnnotations } from './revision.ts'

export interface Tag extends TagInfo {
  readonly id: number
}

/** Tags of a case at most. */
const MAX_TAGS = 1_000

/** UTF-16 code units of a tag's name at most. */
const MAX_NAME_LENGTH = 60

/** All tags in their order. */
export function tagsOf(db: Database): Tag[] {
  if (!hasAnnotations(db)) return []
  return db.prepare<[], Tag>('SELECT id, name, colour, events FROM tag ORDER BY position, id').all()
}

/** As replies give them. */
export function tagInfos(db: Database): TagInfo[] {
  return tagsOf(db).map(({ name, colour, events }) => ({ name, colour, events }))
}

/** The tag of that name, whatever the case of its letters. */
export function tagNamed(db: Database, name: string): Tag | undefined {
  const folded = foldedName(name)
  return tagsOf(db).find((tag) => foldedName(tag.name) === folded)
}

/**
 * Makes a tag, or gives one another colour or name; entered in the custody log. Call in a transaction. Fails with
 * `annotation/bad-name` where a name is none, or is another tag's, and with `annotation/not-found` where a tag is to be
 * renamed that there is not.
 */
export function setTag(db: Database, name: string, colour: TagColour, newName?: string): Tag {
  if (!tagColours.includes(colour)) {
    fail({
      code: 'usage/bad-argument',
      message: `There is no colour “${colour}”`,
      next: `Take one of ${tagColours.join(', ')}.`,
    })
  }
  const known = tagNamed(db, name)
  if (newName !== undefined && known === undefined) fail(noTag(name))
  const wanted = requireName(newName ?? known?.name ?? name)
  const other = tagNamed(db, wanted)
  if (other !== undefined && other.id !== known?.id) {
    fail({
      code: 'annotation/bad-name',
      message: `There is a tag “${other.name}” already`,
      next: 'Choose another name.',
    })
  }
  const id = known?.id ?? insert(db)
  db.prepare('UPDATE tag SET name = ?, colour = ? WHERE id = ?').run(wanted, colour, id)
  bumpRevision(db, 'tags')
  appendCustody(db, 'tag.set', { tag: id, name: wanted, colour, before: known?.name ?? null })
  return { id, name: wanted, colour, events: known?.events ?? 0 }
}

/** What to say where there is no such tag. */
export function noTag(name: string): Parameters<typeof fail>[0] {
  return {
    code: 'annotation/not-found',
    message: `This case has no tag “${name}”`,
    next: 'The list of tags names those there are.',
  }
}

function insert(db: Database): number {
  const [count, last] = db
    .prepare<[], [number, number]>('SELECT count(*), ifnull(max(position), 0) FROM tag')
    .raw()
    .get() ?? [0, 0]
  if (count >= MAX_TAGS) {
    fail({
      code: 'annotation/bad-name',
      message: `A case has ${MAX_TAGS} tags at most`,
      next: 'Rename one that is no longer needed.',
    })
  }
  const made = db.prepare("INSERT INTO tag (name, colour, position, events) VALUES ('', '', ?, 0)").run(last + 1)
  return Number(made.lastInsertRowid)
}

/** A comma would make two tags of one where several stand in a cell. */
function requireName(name: string): string {
  const text = name.normalize('NFC')
  const isName =
    text !== '' &&
    text.trim() === text &&
    text.length <= MAX_NAME_LENGTH &&
    !/[\p{C},]/u.test(text) &&
    text.isWellFormed()
  if (isName) return text
  fail({
    code: 'annotation/bad-name',
    message: 'This cannot be the name of a tag',
    next: `A name has 1 to ${MAX_NAME_LENGTH} characters, none of them a comma or a control character, and no blank at either end.`,
  })
}

function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
