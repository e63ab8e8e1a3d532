/**
 * Turns the data of a profile into closures: one pass per record, no interpretation, no eval.
 *
 * Fields are mapped in an order in which whatever a rule refers to with `@field` comes first (`action` leads where
 * nothing else is asked for); a circle is refused when the profile is loaded.
 */
import { fieldById, mappedFields } from '../../../../shared/fields.ts'
import type { MappedEvent, RemarkCode } from './event.ts'
import { compileOpen } from './open.ts'
import type { CompileOptions, OutputField, Profile } from './profile.ts'
import type { ProfileSource, RuleSource, ValueSource } from './profileSource.ts'
import { templateParts } from './profileValueSchema.ts'
import { firstOf, type Read, type ReadText, type References, referencesOf } from './references.ts'
import { firstMatch } from './rules.ts'
import { memoised } from './textMemo.ts'
import { compileTime } from './timeValue.ts'
import { compileUnwrap } from './unwrap.ts'
import { formerOf, scalarText } from './values.ts'

type Value = ReadText
/** A remark is written here by a value; read and cleared per event. */
interface Remarks {
  list: RemarkCode[]
}

const noRemarks: readonly RemarkCode[] = []

/** Longest text of a value that is looked at by a regular expression of a profile. */
const MAX_EXTRACT_CHARS = 2048

/** Compiles a checked profile; a reference circle throws nothing here, see {@link referenceCircle}. */
export function compileProfile(spec: ProfileSource, options: CompileOptions = {}): Profile {
  const outputs = outputsOf(spec)
  const positionById = new Map(outputs.map((output, i) => [output.id, i]))
  const references = referencesOf(spec, (id) => positionById.get(id) ?? -1)
  const remarks: Remarks = { list: [] }
  const steps = orderedValues(spec).map((value) => ({
    position: positionById.get(value.id) ?? -1,
    read: closedOver(value, compileValue(value, references), remarks),
  }))
  const category = compileCategory(spec, references)
  const categoryAt = positionById.get('category') ?? -1
  const categoryStep = steps.find((step) => step.position === categoryAt)
  if (category !== null) {
    const stated = categoryStep?.read
    const read: Value = (slots, scope) => category(slots, scope) ?? stated?.(slots, scope) ?? null
    if (categoryStep === undefined) insertCategory(steps, { position: categoryAt, read }, spec, positionById)
    else categoryStep.read = read
  }
  const open = compileOpen(spec)
  const unwrap = compileUnwrap(spec)
  const readTime = compileTime(spec.time, references, options.timezone ?? null)
  const blank = new Array<string | null>(outputs.length).fill(null)
  const positions = steps.map((step) => step.position)
  const reads = steps.map((step) => step.read)
  const map: Profile['map'] = (record) => {
    const slots = references.slotsOf(unwrap(open === null ? record : open(record).payload))
    const time = readTime(slots)
    if (!time.ok) return time
    const values = blank.slice()
    for (let i = 0; i < reads.length; i++) values[positions[i]] = reads[i](slots, values)
    let found = noRemarks
    if (time.remarks.length > 0 || remarks.list.length > 0) {
      found = [...time.remarks, ...remarks.list]
      remarks.list = []
    }
    const event: MappedEvent = { time: time.micros, timeText: time.text, values, remarks: found }
    return { ok: true, event }
  }
  return { id: spec.id, version: spec.version, name: `${spec.id}@${spec.version}`, spec, outputs, open, unwrap, map }
}

/** The canonical fields a profile can fill, in table order, then its own columns. */
export function outputsOf(spec: ProfileSource): readonly OutputField[] {
  const stated = new Set(spec.fields.map((field) => field.id))
  if (spec.categories.length > 0) stated.add('category')
  const canonical = mappedFields
    .filter((field) => stated.has(field.id))
    .map(({ id, label, type }) => ({ id, label, isColumn: false, type }))
  return [...canonical, ...spec.columns.map(({ id, label, type }) => ({ id, label, isColumn: true, type }))]
}

/** Ids of fields that refer to each other in a circle; null where there is none. */
export function referenceCircle(spec: ProfileSource): readonly string[] | null {
  return order(spec).circle
}

function orderedValues(spec: ProfileSource): readonly ValueSource[] {
  return order(spec).values
}

function order(spec: ProfileSource): { values: readonly ValueSource[]; circle: readonly string[] | null } {
  const all = [...spec.fields, ...spec.columns]
  const byId = new Map<string, ValueSource>(all.map((value) => [value.id, value]))
  const tableOrder = [...mappedFields.map((field) => field.id), ...spec.columns.map((column) => column.id)]
  const wanted = ['action', ...tableOrder].filter((id) => byId.has(id))
  const values: ValueSource[] = []
  const state = new Map<string, 'open' | 'done'>()
  let circle: readonly string[] | null = null
  const visit = (id: string, trail: readonly string[]): void => {
    const value = byId.get(id)
    if (value === undefined && id !== 'category') return
    if (state.get(id) === 'done') return
    if (state.get(id) === 'open') {
      circle ??= [...trail.slice(trail.indexOf(id)), id]
      return
    }
    state.set(id, 'open')
    const needed = [
      ...(value === undefined ? [] : neededIds(value)),
      ...(id === 'category' ? spec.categories.flatMap((category) => category.when.flatMap((c) => idsIn(c.key))) : []),
    ]
    for (const need of needed) visit(need, [...trail, id])
    state.set(id, 'done')
    if (value !== undefined) values.push(value)
  }
  for (const id of wanted) visit(id, [])
  if (spec.categories.length > 0) visit('category', [])
  return { values, circle }
}

/** Puts the category behind everything its conditions refer to and before everything that refers to it. */
function insertCategory(
  steps: { position: number; read: Value }[],
  step: { position: number; read: Value },
  spec: ProfileSource,
  positionById: ReadonlyMap<string, number>,
): void {
  const users = [...spec.fields, ...spec.columns].filter((value) => neededIds(value).includes('category'))
  const userPositions = new Set(users.map((value) => positionById.get(value.id)))
  const before = steps.findIndex((candidate) => userPositions.has(candidate.position))
  steps.splice(before < 0 ? steps.length : before, 0, step)
}

function neededIds(value: ValueSource): readonly string[] {
  const fromRules = value.rules.flatMap((rule) => [
    ...rule.when.flatMap((condition) => idsIn(condition.key)),
    ...rule.from.flatMap(idsIn),
    ...idsInTemplate(rule.template),
  ])
  return [...fromRules, ...value.from.flatMap(idsIn), ...idsInTemplate(value.template)]
}

function idsIn(reference: string): readonly string[] {
  return reference.startsWith('@') ? [reference.slice(1)] : []
}

function idsInTemplate(template: string | null): readonly string[] {
  if (template === null) return []
  return (templateParts(template) ?? []).flatMap((part) => (part.reference === null ? [] : idsIn(part.reference)))
}

function compileValue(value: ValueSource, references: References): Value {
  const parts: Value[] = []
  if (value.rules.length > 0) parts.push(compileRules(value, references))
  if (value.from.length > 0 || value.template !== null) {
    parts.push(refined(value, compileSimple(value.from, value.template, value, references)))
  }
  const { otherwise } = value
  if (parts.length === 0) return () => otherwise
  if (parts.length === 1) {
    const [only] = parts
    return otherwise === null ? only : (slots, scope) => only(slots, scope) ?? otherwise
  }
  const [first, second] = parts
  return (slots, scope) => first(slots, scope) ?? second(slots, scope) ?? otherwise
}

function compileRules(value: ValueSource, references: References): Value {
  const find = firstMatch(
    value.rules.map((rule) => rule.when),
    references,
  )
  const results = value.rules.map((rule): Value => {
    const { is } = rule
    if (isFixed(rule)) return () => is
    return refined(value, compileSimple(rule.from, rule.template, value, references))
  })
  if (value.rules.every(isFixed)) {
    const words = value.rules.map((rule) => rule.is)
    return (slots, scope) => {
      const hit = find(slots, scope)
      return hit < 0 ? null : words[hit]
    }
  }
  return (slots, scope) => {
    const hit = find(slots, scope)
    return hit < 0 ? null : results[hit](slots, scope)
  }
}

/** Whether the rule gives the same text always. */
function isFixed(rule: RuleSource): boolean {
  return rule.is !== null || (rule.from.length === 0 && rule.template === null)
}

/** First path whose value can be written in the wanted form, else the template. */
function compileSimple(
  from: readonly string[],
  template: string | null,
  value: ValueSource,
  references: References,
): Value {
  const former = formerOf(value.as)
  const found = references.text(from, former)
  if (template === null) return found
  const whole = compileTemplate(template, references)
  if (from.length === 0) return (slots, scope) => former(whole(slots, scope))
  return (slots, scope) => found(slots, scope) ?? former(whole(slots, scope))
}

function compileTemplate(template: string, references: References): Value {
  const parts = (templateParts(template) ?? []).map((part): string | Read =>
    part.reference === null ? part.text : firstOf(references.readers(part.reference)),
  )
  return (slots, scope) => {
    let text = ''
    for (const part of parts) {
      const piece = typeof part === 'string' ? part : scalarText(part(slots, scope))
      if (piece === null) return null
      text += piece
    }
    return text
  }
}

/** Applies `extract` and `map` to what was found. */
function refined(value: ValueSource, read: Value): Value {
  let result = read
  if (value.extract !== null) {
    const pattern = new RegExp(value.extract, 'u')
    const inner = result
    const extracted = memoised((text: string): string | null => {
      const match = pattern.exec(text)
      return match === null ? null : (match[1] ?? match[0]) || null
    })
    result = (slots, scope) => {
      const text = inner(slots, scope)
      return text === null || text.length > MAX_EXTRACT_CHARS ? null : extracted(text)
    }
  }
  if (value.map.length > 0) {
    const words = new Map(value.map.map(([word, becomes]) => [word.toLowerCase(), becomes]))
    const inner = result
    const { otherwise } = value
    result = (slots, scope) => {
      const text = inner(slots, scope)
      if (text === null) return null
      const becomes = words.get(text) ?? words.get(text.toLowerCase())
      return becomes !== undefined ? becomes : (otherwise ?? text)
    }
  }
  return result
}

/** A closed vocabulary never lets a stranger through: it becomes `unknown` or `other` (else nothing), with a remark. */
function closedOver(value: ValueSource, read: Value, remarks: Remarks): Value {
  const known = fieldById(value.id)?.values
  // Words that stand in the profile itself were checked when it was loaded.
  const isOpen = value.from.length > 0 || value.template !== null || !value.rules.every(isFixed)
  if (known === undefined || !isOpen) return read
  const vocabulary = new Set(known)
  const stranger = vocabulary.has('unknown') ? 'unknown' : vocabulary.has('other') ? 'other' : null
  return (slots, scope) => {
    const text = read(slots, scope)
    if (text === null || vocabulary.has(text)) return text
    const lower = text.toLowerCase()
    if (vocabulary.has(lower)) return lower
    remarks.list.push('value-unknown')
    return stranger
  }
}

function compileCategory(spec: ProfileSource, references: References): Value | null {
  if (spec.categories.length === 0) return null
  const find = firstMatch(
    spec.categories.map((category) => category.when),
    references,
  )
  const ids = spec.categories.map((category) => category.id)
  return (slots, scope) => {
    const hit = find(slots, scope)
    return hit < 0 ? null : ids[hit]
  }
}
