/** What the parts of a workbook say: its sheets, where they are, and which cell styles show dates (ECMA-376 Part 1 §18.2, §18.8; Part 2 §9.3). */
import { type DateStyle, dateStyleOf } from './serialTime.ts'
import { XmlPull } from './xmlPull.ts'

export interface SheetRef {
  readonly name: string
  /** Of the relation that says where it is. */
  readonly relation: string
  readonly isHidden: boolean
}

/** The sheets of `xl/workbook.xml`, in their order, and its date system. Throws `XmlFault`. */
export function workbookOf(xml: string): { readonly is1904: boolean; readonly sheets: readonly SheetRef[] } {
  const sheets: SheetRef[] = []
  let is1904 = false
  for (const pull of elements(xml)) {
    if (pull.name === 'workbookPr') is1904 = isOn(pull.attribute('date1904'))
    if (pull.name !== 'sheet') continue
    const state = pull.attribute('state')
    sheets.push({
      name: pull.attribute('name') ?? '',
      relation: pull.attribute('id') ?? '',
      isHidden: state === 'hidden' || state === 'veryHidden',
    })
  }
  return { is1904, sheets }
}

export interface Relation {
  /** Last step of its type, such as `worksheet`. */
  readonly kind: string
  readonly target: string
  /** Outside the workbook; never followed. */
  readonly isExternal: boolean
}

/** The relations of a `.rels` part by id. Throws `XmlFault`. */
export function relationsOf(xml: string): ReadonlyMap<string, Relation> {
  const relations = new Map<string, Relation>()
  for (const pull of elements(xml)) {
    if (pull.name !== 'Relationship') continue
    relations.set(pull.attribute('Id') ?? '', {
      kind: (pull.attribute('Type') ?? '').split('/').at(-1) ?? '',
      target: pull.attribute('Target') ?? '',
      isExternal: pull.attribute('TargetMode') === 'External',
    })
  }
  return relations
}

/** Name inside the workbook that a target seen from `xl/` means; null where it leads out of the workbook. */
export function partName(target: string): string | null {
  const steps = target.startsWith('/') ? [] : ['xl']
  for (const step of target.split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) return null
    } else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

/** Numbers of the cell styles (`cellXfs`) that show dates. Throws `XmlFault`. */
export function dateStylesOf(xml: string): (readonly [number, DateStyle])[] {
  const codes = new Map<number, string>()
  const found: (readonly [number, DateStyle])[] = []
  let isInStyles = false
  let style = 0
  const pull = new XmlPull(xml)
  for (let token = pull.next(); token !== null; token = pull.next()) {
    if (token === 'end' && pull.name === 'cellXfs') isInStyles = false
    if (token !== 'start') continue
    if (pull.name === 'numFmt') codes.set(Number(pull.attribute('numFmtId')), pull.attribute('formatCode') ?? '')
    else if (pull.name === 'cellXfs') isInStyles = !pull.isEmpty
    else if (pull.name === 'xf' && isInStyles) {
      const id = Number(pull.attribute('numFmtId') ?? 0)
      const shows = dateStyleOf(id, codes.get(id) ?? null)
      if (shows !== null) found.push([style, shows])
      style++
    }
  }
  return found
}

function* elements(xml: string): Generator<XmlPull> {
  const pull = new XmlPull(xml)
  for (let token = pull.next(); token !== null; token = pull.next()) if (token === 'start') yield pull
}

function isOn(value: string | null): boolean {
  return value === '1' || value === 'true' || value === 'on'
}
