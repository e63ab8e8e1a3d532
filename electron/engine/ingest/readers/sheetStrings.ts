/**
 * Which texts the cells of a sheet refer to. They stand in the exhibit in front of the sheet: whoever reads the exhibit
 * from its start comes by them; whoever reads single records out of a case gives them here first.
 */
import { SharedStrings } from '../workbook/sharedStrings.ts'
import { XmlFault } from '../workbook/xmlPull.ts'
import { type Failure, fail } from '../../../../shared/failure.ts'
import type { Format } from '../record.ts'

const stringsOf = new WeakMap<Format, SharedStrings>()

/** Keeps the texts of the part's `bytes` (UTF-8) for this format object. Fails with `import/unsafe-xml`. */
export function keepStrings(format: Format, bytes: Uint8Array): void {
  try {
    stringsOf.set(format, new SharedStrings(bytes))
  } catch (error) {
    if (error instanceof XmlFault) fail(unsafeXml('The texts of the workbook', error))
    throw error
  }
}

/** Whether texts were kept for this format object. */
export function hasStrings(format: Format): boolean {
  return stringsOf.has(format)
}

/** Text number `index` of the workbook; null where it has none. */
export function sharedText(format: Format, index: number): string | null {
  const stated = format.sheet?.texts
  if (stated !== undefined) return Object.hasOwn(stated, index) ? stated[index] : null
  return stringsOf.get(format)?.text(index) ?? null
}

/** The failure of a part of a workbook that has what is refused. */
export function unsafeXml(what: string, fault: XmlFault): Failure {
  return {
    code: 'import/unsafe-xml',
    message: `${what} cannot be read: ${fault.message}`,
    next: 'Ask where the workbook comes from: ordinary programs do not write such a thing.',
    facts: { offset: fault.at },
  }
}
