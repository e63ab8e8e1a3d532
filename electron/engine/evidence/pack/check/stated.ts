/** What a pack states about itself and its exhibits, parsed once: it comes from a stranger. */
import { createHash } from 'node:crypto'
import { fail, FailureError, type Json } from '../../../../../shared/failure.ts'
import { PACK_FORMAT, payloadFiles } from '../layout.ts'
import type { PackExhibit, PackStatement } from '../statement.ts'
import { packFormats } from '../../../../../shared/api/index.ts'
import { offsetMicrosAt } from '../../../../../shared/time/index.ts'
import type { Findings } from './findings.ts'
import type { PackFile } from './packFile.ts'

type Fields = { readonly [key: string]: unknown }

export interface Stated {
  /** Null where it cannot be read, which is a finding. */
  readonly statement: PackStatement | null
  /** By label. */
  readonly exhibits: ReadonlyMap<string, PackExhibit>
  /** Texts of profiles that are what the exhibits state, by path. */
  readonly profiles: ReadonlyMap<string, string>
}

/** Fails with `pack/newer-version` for a pack of a later layout. */
export async function readStated(pack: PackFile, findings: Findings): Promise<Stated> {
  const statement = await parsed(pack, payloadFiles.statement, findings, statementFrom)
  const exhibits = (await parsed(pack, payloadFiles.exhibits, findings, exhibitsFrom)) ?? []
  const profiles = new Map<string, string>()
  for (const exhibit of exhibits) {
    const { profileFile, profileSha256, label } = exhibit
    if (profiles.has(profileFile)) continue
    try {
      const text = await pack.text(profileFile)
      const found = createHash('sha256').update(text).digest('hex')
      if (found === profileSha256) profiles.set(profileFile, text)
      else {
        findings.add({
          code: 'pack/exhibit-differs',
          message: `The profile of ${label} in the pack is not the one stated`,
          where: { exhibit: label, path: profileFile },
          facts: { expected: profileSha256, found },
        })
      }
    } catch (error) {
      if (!(error instanceof FailureError)) throw error
      findings.add(error.failure)
    }
  }
  return { statement, exhibits: new Map(exhibits.map((exhibit) => [exhibit.label, exhibit])), profiles }
}

async function parsed<T>(
  pack: PackFile,
  path: string,
  findings: Findings,
  from: (value: unknown) => T | string,
): Promise<T | null> {
  try {
    const found = from(JSON.parse(await pack.text(path)))
    if (typeof found !== 'string') return found
    findings.add({ code: 'pack/structure', message: `${path} is not what it should be: ${found}`, where: { path } })
  } catch (error) {
    if (error instanceof SyntaxError) {
      findings.add({ code: 'pack/structure', message: `${path} is no JSON: ${error.message}`, where: { path } })
    } else if (error instanceof FailureError && error.failure.code !== 'pack/newer-version') findings.add(error.failure)
    else throw error
  }
  return null
}

/** A text says what is wrong. */
function statementFrom(value: unknown): PackStatement | string {
  if (!isFields(value)) return 'it is no object'
  if (Number.isSafeInteger(value.vouchPack) && Number(value.vouchPack) > PACK_FORMAT) {
    fail({
      code: 'pack/newer-version',
      message: `The pack is of version ${String(value.vouchPack)}, and this Vouch knows ${PACK_FORMAT}`,
      next: 'Use a newer Vouch. What its README says works all the same.',
    })
  }
  if (value.vouchPack !== PACK_FORMAT) return 'vouchPack'
  const { query, custody, case: ofCase } = value
  const wrong =
    wrongText(value, ['title', 'purpose', 'madeAt', 'madeBy', 'timeZone']) ??
    wrongCount(value, ['events', 'withheld', 'annotated']) ??
    (isTexts(value.columns) ? null : 'columns') ??
    (isTexts(value.formats) && value.formats.every((one) => (packFormats as readonly string[]).includes(one))
      ? null
      : 'formats') ??
    (isFields(query) ? wrongText(query, ['text', 'now', 'zone']) : 'query') ??
    (isFields(custody)
      ? (wrongText(custody, ['lastHash']) ?? wrongCount(custody, ['entries', 'withheld']))
      : 'custody') ??
    (isFields(ofCase) ? wrongText(ofCase, ['caseId', 'createdAt']) : 'case') ??
    (isZone(value.timeZone) ? null : 'timeZone')
  return wrong ?? (value as unknown as PackStatement)
}

function exhibitsFrom(value: unknown): readonly PackExhibit[] | string {
  if (!Array.isArray(value)) return 'it is no list'
  const labels = new Set<string>()
  for (const [i, exhibit] of value.entries()) {
    if (!isFields(exhibit)) return String(i)
    const wrong =
      wrongText(exhibit, [
        'label',
        'path',
        'sha256',
        'merkleRoot',
        'profile',
        'profileSha256',
        'profileFile',
        'timezone',
      ]) ??
      wrongCount(exhibit, ['sizeBytes', 'records', 'events', 'rejects']) ??
      (/^E\d{3,15}$/.test(String(exhibit.label)) && !labels.has(String(exhibit.label)) ? null : 'label') ??
      (/^[0-9a-f]{64}$/.test(String(exhibit.sha256)) ? null : 'sha256') ??
      (/^[0-9a-f]{64}$/.test(String(exhibit.merkleRoot)) ? null : 'merkleRoot') ??
      (isFormat(exhibit.format) ? null : 'format') ??
      (isZone(exhibit.timezone) ? null : 'timezone')
    if (wrong !== null) return `${i}.${wrong}`
    labels.add(String(exhibit.label))
  }
  return value as PackExhibit[]
}

/** As the import states how an exhibit was read. */
function isFormat(value: unknown): value is Json {
  return (
    isFields(value) &&
    (value.id === 'xlsx' ? isSheet(value.sheet) : ['ndjson', 'json', 'csv', 'lines'].includes(String(value.id))) &&
    typeof value.encoding === 'string' &&
    Array.isArray(value.recordsPath) &&
    typeof value.delimiter === 'string' &&
    isTexts(value.header) &&
    (value.newestMicros === undefined || Number.isFinite(value.newestMicros))
  )
}

/** Where a sheet stands in its workbook, and the texts that its rows refer to. */
function isSheet(value: unknown): boolean {
  return (
    isFields(value) &&
    typeof value.is1904 === 'boolean' &&
    Array.isArray(value.dateStyles) &&
    value.dateStyles.every((style) => Array.isArray(style) && typeof style[0] === 'number') &&
    Array.isArray(value.parts) &&
    (value.texts === undefined || (isFields(value.texts) && isTexts(Object.values(value.texts))))
  )
}

function isZone(value: unknown): boolean {
  try {
    offsetMicrosAt(0, String(value))
    return true
  } catch (error) {
    if (error instanceof FailureError) return false
    throw error
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function wrongText(value: Fields, names: readonly string[]): string | null {
  return names.find((name) => typeof value[name] !== 'string') ?? null
}

function wrongCount(value: Fields, names: readonly string[]): string | null {
  return names.find((name) => !Number.isSafeInteger(value[name]) || Number(value[name]) < 0) ?? null
}
