/** The body of an answer → its records, by the same reader that will make events of them, with what tells each again. */
import { createHash } from 'node:crypto'
import { FailureError, type Json } from '../../../shared/failure.ts'
import { parseTime } from '../../../shared/time/index.ts'
import { canonicalJson } from '../base/index.ts'
import { PULL_KEY_BYTES } from '../case/index.ts'
import { type Format, getterFromPath, parsePath, payloadFromRecord, readerFor } from '../ingest/index.ts'
import type { SourceSpec } from './source.ts'

export interface BodyRecord {
  /** In the body. */
  readonly startByte: number
  /** {@link PULL_KEY_BYTES} each: what names the record, and its content. */
  readonly key: Buffer
  readonly content: Buffer
  /** Microseconds since 1970; null: none that can be read. */
  readonly timeUs: number | null
}

export type ReadBody =
  | {
      readonly ok: true
      readonly records: readonly BodyRecord[]
      /** How the body is read. */
      readonly format: Format
      /** The body itself where it is an object; else null. */
      readonly value: Json
      /** Tells two bodies with the same records in the same order; null: there are none. */
      readonly digest: string | null
    }
  /** Not what the source says it is: cut short, an error page. */
  | { readonly ok: false; readonly why: string }

type Payload = { readonly [key: string]: Json }

function bodyFormat(recordsPath: readonly string[]): Format {
  return { id: 'json', encoding: 'utf-8', recordsPath, delimiter: ',', header: [] }
}

/** Reads bodies of one source. */
export class BodyReader {
  private readonly spec: SourceSpec
  /** By the way to the array; one object each, as decoders are kept by it. */
  private readonly formats: readonly Format[]
  private readonly id
  private readonly time

  constructor(spec: SourceSpec) {
    this.spec = spec
    this.formats = spec.records.paths.map(bodyFormat)
    this.id = getterOf(spec.records.id)
    this.time = getterOf(spec.records.time)
  }

  /** What an answer without a body comes to (HTTP 204). */
  nothing(): ReadBody {
    return { ok: true, records: [], format: this.formats[0], value: null, digest: null }
  }

  async read(body: Buffer, signal: AbortSignal): Promise<ReadBody> {
    const parsed = this.parse(body)
    if (!parsed.ok) return parsed
    const { format } = parsed
    const records: BodyRecord[] = []
    // How often each content has stood in this body: twice the same is two events where there is no id.
    const seen = new Map<string, number>()
    const whole = (async function* () {
      yield new Uint8Array(body)
    })()
    for await (const run of readerFor(format).read(whole, format, signal)) {
      if (run.rejects.length > 0) return { ok: false, why: 'it holds a stretch that gives no record' }
      for (let i = 0; i < run.count; i++)
        records.push(this.record(run.bytes, run.starts[i], run.ends[i], run.firstByte + run.starts[i], seen, format))
    }
    if (records.length !== parsed.count)
      return { ok: false, why: `it holds ${parsed.count} records, of which ${records.length} can be told apart` }
    const digest = createHash('sha256')
    for (const { key, content } of records) digest.update(key).update(content)
    return {
      ok: true,
      records,
      format,
      value: parsed.value,
      digest: records.length === 0 ? null : digest.digest('base64url'),
    }
  }

  private parse(body: Buffer): { ok: true; value: Json; count: number; format: Format } | { ok: false; why: string } {
    // A broken character is a remark about its record, as in a file; it does not end a pull.
    const text = body.toString('utf8')
    try {
      if (this.spec.records.lines) {
        const lines = text.split('\n').filter((line) => line.trim() !== '')
        for (const line of lines) JSON.parse(line)
        return { ok: true, value: null, count: lines.length, format: this.formats[0] }
      }
      const value = JSON.parse(text) as Json
      for (const format of this.formats) {
        const list = listAt(value, format.recordsPath)
        if (list !== null) return { ok: true, value: Array.isArray(value) ? null : value, count: list.length, format }
      }
      const places = this.spec.records.paths.map((path) => path.join('.') || 'its top')
      return { ok: false, why: `it has no list of records at ${places.join(' or ')}` }
    } catch {
      return { ok: false, why: body.length === 0 ? 'it is empty' : 'it is no JSON, or cut short' }
    }
  }

  private record(
    bytes: Uint8Array,
    start: number,
    end: number,
    startByte: number,
    seen: Map<string, number>,
    format: Format,
  ): BodyRecord {
    const decoded = payloadFromRecord(bytes, start, end, format)
    const payload = decoded.ok ? (decoded.payload as Payload) : null
    const content = half(
      payload === null ? bytes.subarray(start, end) : this.contentOf(payload, bytes.subarray(start, end)),
    )
    const id = payload === null ? undefined : this.id?.(payload)
    if (typeof id === 'string' || typeof id === 'number')
      return { startByte, key: half(`id\0${id}`), content, timeUs: this.timeOf(payload) }
    const name = content.toString('latin1')
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    return { startByte, key: half(`content\0${name}\0${before}`), content, timeUs: this.timeOf(payload) }
  }

  /** Servers write the same record with keys in another order; its canonical text is the same. */
  private contentOf(payload: Payload, bytes: Uint8Array): string | Uint8Array {
    const { ignore } = this.spec.records
    const compared =
      ignore.length === 0
        ? payload
        : Object.fromEntries(Object.entries(payload).filter(([key]) => !ignore.includes(key)))
    try {
      return canonicalJson(compared)
    } catch (error) {
      if (error instanceof FailureError) return bytes // half a surrogate pair, which canonical JSON cannot hold
      throw error
    }
  }

  private timeOf(payload: Payload | null): number | null {
    const value = payload === null ? undefined : this.time?.(payload)
    if (typeof value !== 'string' && typeof value !== 'number') return null
    return parseTime(String(value), 'auto', this.spec.timezone ?? 'UTC')?.micros ?? null
  }
}

function listAt(value: Json, path: readonly string[]): readonly Json[] | null {
  let at: Json = value
  for (const key of path) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, key)) return null
    at = (at as Payload)[key]
  }
  // Some write null where there is nothing.
  if (at === null && path.length > 0) return []
  return Array.isArray(at) ? at : null
}

function half(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest().subarray(0, PULL_KEY_BYTES)
}

function getterOf(path: string | null): ((payload: Payload) => Json | undefined) | null {
  const segments = path === null ? null : parsePath(path)
  return segments === null ? null : getterFromPath(segments)
}
