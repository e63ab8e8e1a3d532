/** Paths as profiles write them: `a.b`, `a[0]`, `a[*].b`, `a[type=User].id`, `a["odd.key"]`. */
import { fail, type Json } from '../../../shared/failure.ts'
import { isArray, isObject, memberOf } from './json.ts'
import { containerFromText } from './jsonText.ts'
import type { Path } from './path.ts'

type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'every' }
  | { readonly kind: 'where'; readonly key: string; readonly value: string }

export interface Place {
  readonly path: Path
  readonly value: Json
}

/** Values that one path may lead to. */
const MAX_PLACES = 1000

/** Every value a rule's path leads to, in order. Texts that hold JSON are opened on the way. `profile/invalid` for a path that is none. */
export function placesOf(root: Json, pathText: string): readonly Place[] {
  let places: readonly Place[] = [{ path: [], value: root }]
  for (const step of stepsFromText(pathText)) {
    places = places.flatMap((place) => placesAfter(place, step)).slice(0, MAX_PLACES)
  }
  return places
}

function placesAfter(place: Place, step: Step): Place[] {
  const value = typeof place.value === 'string' ? containerFromText(place.value) : place.value
  if (step.kind === 'key') {
    const member = isObject(value) ? memberOf(value, step.key) : undefined
    return member === undefined ? [] : [{ path: [...place.path, step.key], value: member }]
  }
  if (!isArray(value)) return []
  const found: Place[] = []
  for (let index = 0; index < value.length && found.length < MAX_PLACES; index++) {
    const item = value[index]
    if (step.kind === 'index' && step.index !== index) continue
    if (step.kind === 'where' && !(isObject(item) && String(memberOf(item, step.key)) === step.value)) continue
    found.push({ path: [...place.path, index], value: item })
    if (step.kind !== 'every') break
  }
  return found
}

function stepsFromText(text: string): Step[] {
  const steps: Step[] = []
  const pattern = /(?:^|(?<=.)\.)([^.[\]]+)|\[(\d+)\]|\[(\*)\]|\["((?:[^"\\]|\\.)*)"\]|\[([^\]=]+)=([^\]]*)\]/y
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex
    const match = pattern.exec(text)
    if (match === null) return refuse(text, at)
    const [, key, index, every, quoted, whereKey, whereValue] = match
    if (key !== undefined) steps.push({ kind: 'key', key })
    else if (index !== undefined) steps.push({ kind: 'index', index: Number(index) })
    else if (every !== undefined) steps.push({ kind: 'every' })
    else if (quoted !== undefined) steps.push({ kind: 'key', key: quoted.replace(/\\(.)/g, '$1') })
    else steps.push({ kind: 'where', key: whereKey, value: whereValue })
  }
  return steps
}

function refuse(text: string, at: number): never {
  return fail({
    code: 'profile/invalid',
    message: `A path of a change rule cannot be read from column ${at + 1} on`,
    where: { column: at + 1, field: 'changes' },
    next: 'Write it as a.b, a[0], a[*].b, a[type=User].id or a["odd.key"].',
    facts: { path: text },
  })
}
