/**
 * Drives a scanner over chunks: byte order mark first, then windows, then the end of the exhibit.
 */
import type { Failure } from '../../../../shared/failure.ts'
import { type Encoding, type Format, type FormatId, MAX_RECORD_BYTES, type Reader, type RecordRun } from '../record.ts'
import { RecordWindow } from './recordWindow.ts'

/** Finds records in a window. Holds positions in units; `shift` tells that the window's start has moved. */
export interface Scanner {
  /**
   * Looks at the units not seen before, reports records, gaps and rejects, and returns the unit from which the window is
   * still needed. `isLast`: no more units will come, everything has to be reported.
   */
  scan(window: RecordWindow, isLast: boolean): number
  shift(units: number): void
  /** Where to start: behind a byte order mark. */
  begin(unit: number): void
  /** What there is to say of the exhibit as a whole, at its end. */
  takeRemarks?(): RecordRun['remarks']
}

/** Splits chunks into runs, synchronously. */
export class Splitter {
  readonly #window: RecordWindow
  readonly #scanner: Scanner
  readonly #mark: readonly number[]
  #hasBegun = false

  constructor(encoding: Encoding, scanner: Scanner) {
    this.#window = new RecordWindow(encoding)
    this.#scanner = scanner
    this.#mark = byteOrderMarks[encoding]
  }

  /** The runs that `chunk` completes. The chunk is copied; the memory of a run is the run's alone. */
  push(chunk: Uint8Array): RecordRun[] {
    this.#window.append(chunk)
    return this.#step(false)
  }

  /** The rest, at the end of the exhibit. */
  finish(): RecordRun[] {
    const window = this.#window
    if (window.oddBytes > 0) {
      const endByte = window.byteAt(window.units.length) + window.oddBytes
      const startByte = endByte - window.oddBytes
      const runs = this.#step(true)
      window.reject(startByte, endByte, halfCharacter(startByte, endByte))
      return [...runs, ...window.cut(0)]
    }
    const runs = this.#step(true)
    const remarks = this.#scanner.takeRemarks?.() ?? []
    return remarks.length === 0 ? runs : [...runs, remarksAlone(window.byteAt(window.units.length), remarks)]
  }

  #step(isLast: boolean): RecordRun[] {
    const window = this.#window
    if (!this.#hasBegun) {
      const held = window.units.length * window.unitBytes + window.oddBytes
      if (held < this.#mark.length && !isLast) return []
      this.#hasBegun = true
      const head = window.head(this.#mark.length)
      if (this.#mark.length > 0 && this.#mark.every((byte, at) => head[at] === byte)) {
        window.gap('bom', 0, this.#mark.length)
        this.#scanner.begin(this.#mark.length / window.unitBytes)
      }
    }
    const keep = this.#scanner.scan(window, isLast)
    const runs = window.cut(keep)
    if (keep > 0) this.#scanner.shift(keep)
    return runs
  }
}

/** A reader of format `id` from its scanner. `maxRecordBytes` is for tests. */
export function readerFromScanner(
  id: FormatId,
  scannerFor: (format: Format, maxRecordBytes: number) => Scanner,
  maxRecordBytes = MAX_RECORD_BYTES,
): Reader & { split(format: Format): Splitter } {
  const split = (format: Format): Splitter => new Splitter(format.encoding, scannerFor(format, maxRecordBytes))
  return {
    id,
    split,
    async *read(chunks, format, signal) {
      const splitter = split(format)
      try {
        for await (const chunk of chunks) {
          signal.throwIfAborted()
          yield* splitter.push(chunk)
        }
      } catch (error) {
        // A damaged source: what came before the break is handed out, then the failure goes on.
        if (!signal.aborted) yield* splitter.finish()
        throw error
      }
      yield* splitter.finish()
    },
  }
}

function remarksAlone(firstByte: number, remarks: RecordRun['remarks']): RecordRun {
  return {
    bytes: new Uint8Array(0),
    firstByte,
    count: 0,
    starts: new Uint32Array(0),
    ends: new Uint32Array(0),
    lines: new Float64Array(0),
    rejects: [],
    gaps: [],
    remarks,
  }
}

const byteOrderMarks: { readonly [E in Encoding]: readonly number[] } = {
  'utf-8': [0xef, 0xbb, 0xbf],
  'utf-16le': [0xff, 0xfe],
  'utf-16be': [0xfe, 0xff],
  'windows-1252': [],
}

function halfCharacter(startByte: number, endByte: number): Failure {
  return {
    code: 'record/bad-encoding',
    message: 'The file ends in the middle of a UTF-16 character',
    where: { startByte, endByte },
    kept: 'The bytes stay in the exhibit.',
    next: 'Fetch the file again and compare its size with the original.',
  }
}
