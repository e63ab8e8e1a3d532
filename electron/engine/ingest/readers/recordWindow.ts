/**
 * The stretch of an exhibit that a reader looks at: the bytes since the last finished record, and the run in the making.
 *
 * Scanners look at `units`, one byte per character unit. For 8-bit encodings these are the bytes themselves. For UTF-16
 * they are a shadow in which unit `i` stands for bytes `[2i, 2i + 2)`: ASCII as itself, everything else as 0x80. So one
 * scanner serves all encodings, and byte ranges still count the original bytes.
 */
import type { Failure } from '../../../../shared/failure.ts'
import type { Encoding, Gap, GapKind, RecordRun, RejectedSpan } from '../record.ts'

/** Stands in the shadow for every UTF-16 unit outside ASCII. */
const OTHER_UNIT = 0x80

/** Records in one run at most. */
const RUN_RECORDS = 8192
/** A run is closed once it holds this many bytes, in the middle of a window. */
const RUN_BYTES = 2 * 1024 * 1024

export class RecordWindow {
  /** What scanners look at; exactly the units held, whole characters only. Position 0 is at `baseByte`. */
  units: Buffer = Buffer.alloc(0)
  /** Byte of the exhibit at which the window starts. */
  baseByte = 0
  readonly unitBytes: 1 | 2
  readonly #encoding: Encoding
  #store: Uint8Array = new Uint8Array(0)
  #storeBytes = 0
  #shadow: Uint8Array = new Uint8Array(0)
  #runStart = 0
  #starts = new Uint32Array(1024)
  #ends = new Uint32Array(1024)
  #lines = new Float64Array(1024)
  #count = 0
  #rejects: RejectedSpan[] = []
  #gaps: Gap[] = []
  #runs: RecordRun[] = []

  constructor(encoding: Encoding) {
    this.#encoding = encoding
    this.unitBytes = encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1
  }

  /** Bytes held that do not make a whole unit: 0 or 1. */
  get oddBytes(): number {
    return this.#storeBytes % this.unitBytes
  }

  /** Byte of the exhibit at unit `index`. */
  byteAt(index: number): number {
    return this.baseByte + index * this.unitBytes
  }

  /** The first `count` bytes held. */
  head(count: number): Uint8Array {
    return this.#store.subarray(0, Math.min(count, this.#storeBytes))
  }

  /** Copies the chunk: its memory stays with whoever gave it. */
  append(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    const before = Math.floor(this.#storeBytes / this.unitBytes)
    const needed = this.#storeBytes + chunk.length
    if (this.#store.length < needed) {
      // Doubling, where one record fills several chunks; else just enough.
      const isLong = this.#storeBytes > chunk.length
      const store = Buffer.allocUnsafeSlow(isLong ? needed * 2 : needed)
      store.set(this.#store.subarray(0, this.#storeBytes))
      this.#store = store
    }
    this.#store.set(chunk, this.#storeBytes)
    this.#storeBytes = needed
    const count = Math.floor(this.#storeBytes / this.unitBytes)
    if (this.unitBytes === 1) {
      this.units = Buffer.from(this.#store.buffer, this.#store.byteOffset, count)
    } else {
      this.#castShadow(before, count)
      this.units = Buffer.from(this.#shadow.buffer, this.#shadow.byteOffset, count)
    }
  }

  /** A record [start, end) in units of the window, starting on `line`. */
  record(start: number, end: number, line: number): void {
    if (this.#count === this.#starts.length) this.#growIndex()
    const { unitBytes } = this
    this.#starts[this.#count] = (start - this.#runStart) * unitBytes
    this.#ends[this.#count] = (end - this.#runStart) * unitBytes
    this.#lines[this.#count] = line
    this.#count++
    if (this.#count >= RUN_RECORDS || (end - this.#runStart) * unitBytes >= RUN_BYTES) this.#closeRun(end, false)
  }

  /** A gap [startByte, endByte) of the exhibit. */
  gap(kind: GapKind, startByte: number, endByte: number): void {
    if (endByte <= startByte) return
    const last = this.#gaps.at(-1)
    if (last !== undefined && last.kind === kind && last.endByte === startByte) {
      this.#gaps[this.#gaps.length - 1] = { kind, startByte: last.startByte, endByte }
    } else this.#gaps.push({ kind, startByte, endByte })
  }

  /** A span [startByte, endByte) of the exhibit that gives no record. */
  reject(startByte: number, endByte: number, failure: Failure): void {
    this.#rejects.push({ startByte, endByte, failure })
  }

  /** Hands out the runs up to unit `keep` and lets go of what is before it; later positions count from there. */
  cut(keep: number): RecordRun[] {
    const { unitBytes } = this
    if (keep > 0) {
      const keepByte = keep * unitBytes
      const rest = copyOf(this.#store, keepByte, this.#storeBytes)
      const shadow = unitBytes === 2 ? copyOf(this.#shadow, keep, this.units.length) : this.#shadow
      this.#closeRun(keep, true)
      this.baseByte += keepByte
      this.#runStart = 0
      this.#store = rest
      this.#storeBytes = rest.length
      this.#shadow = shadow
      const count = Math.floor(rest.length / unitBytes)
      const units = unitBytes === 1 ? rest : shadow
      this.units = Buffer.from(units.buffer, units.byteOffset, count)
    } else if (this.#rejects.length + this.#gaps.length > 0) {
      this.#closeRun(0, true)
    }
    const runs = this.#runs
    this.#runs = []
    return runs
  }

  /** `isLast`: nothing else needs the store, so that the run may be a view of it; else its bytes are copied. */
  #closeRun(end: number, isLast: boolean): void {
    const { unitBytes } = this
    const count = this.#count
    if (count > 0 || this.#rejects.length > 0 || this.#gaps.length > 0) {
      const startByte = this.#runStart * unitBytes
      const endByte = count > 0 || end > this.#runStart ? end * unitBytes : startByte
      const isView = isLast && this.#runStart === 0
      this.#runs.push({
        bytes: isView ? this.#store.subarray(startByte, endByte) : copyOf(this.#store, startByte, endByte),
        firstByte: this.baseByte + startByte,
        count,
        starts: this.#starts.slice(0, count),
        ends: this.#ends.slice(0, count),
        lines: this.#lines.slice(0, count),
        rejects: this.#rejects,
        gaps: this.#gaps,
      })
      this.#rejects = []
      this.#gaps = []
      this.#count = 0
    }
    this.#runStart = end
  }

  #growIndex(): void {
    const size = this.#starts.length * 2
    const starts = new Uint32Array(size)
    const ends = new Uint32Array(size)
    const lines = new Float64Array(size)
    starts.set(this.#starts)
    ends.set(this.#ends)
    lines.set(this.#lines)
    this.#starts = starts
    this.#ends = ends
    this.#lines = lines
  }

  #castShadow(from: number, count: number): void {
    if (this.#shadow.length < count) {
      const shadow = new Uint8Array(from === 0 ? count : Math.max(count, this.#shadow.length * 2))
      shadow.set(this.#shadow.subarray(0, from))
      this.#shadow = shadow
    }
    const { buffer, byteOffset } = this.#store
    const shadow = this.#shadow
    if (byteOffset % 2 === 0) {
      // The view reads little-endian units (all platforms of Node are little-endian); big-endian ones come out swapped.
      const units = new Uint16Array(buffer, byteOffset, count)
      if (this.#encoding === 'utf-16le') {
        for (let at = from; at < count; at++) shadow[at] = units[at] < 0x80 ? units[at] : OTHER_UNIT
      } else {
        for (let at = from; at < count; at++) {
          shadow[at] = (units[at] & 0xff) === 0 && units[at] < 0x8000 ? units[at] >> 8 : OTHER_UNIT
        }
      }
      return
    }
    const low = this.#encoding === 'utf-16le' ? 0 : 1
    for (let at = from; at < count; at++) {
      const unit = this.#store[at * 2 + low]
      shadow[at] = unit < 0x80 && this.#store[at * 2 + 1 - low] === 0 ? unit : OTHER_UNIT
    }
  }
}

/** A copy with memory of its own (`slice` of a Buffer is a view). */
function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.subarray(start, end))
}
