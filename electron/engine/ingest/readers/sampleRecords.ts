/**
 * Decodes the first records of an exhibit, for recognising a profile and for previews.
 */
import type { Payload } from '../profiles/event.ts'
import type { Format } from '../record.ts'
import { decoderFor } from './decode.ts'
import { readerFor } from './readerFor.ts'

/**
 * Payloads of up to `max` records in `bytes`, the start of an exhibit; records that cannot be decoded are left out.
 * Where `bytes` is not the whole exhibit, the record it cuts off is left out as well.
 */
export function sampleRecords(bytes: Uint8Array, format: Format, max: number): Payload[] {
  const splitter = readerFor(format).split(format)
  const decode = decoderFor(format)
  const payloads: Payload[] = []
  for (const step of [() => splitter.push(bytes.slice()), () => splitter.finish()]) {
    for (const run of step()) {
      for (let i = 0; i < run.count; i++) {
        if (payloads.length >= max) return payloads
        const decoded = decode(run.bytes, run.starts[i], run.ends[i])
        if (decoded.ok) payloads.push(decoded.payload)
      }
    }
  }
  return payloads
}
