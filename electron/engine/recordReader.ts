/**
 * Makes events of verbatim records without a case: with the profile and the format that a pack states. What comes out is
 * what an import of those bytes would have put in a case.
 */
import { type Failure, FailureError, type Json } from '../../shared/failure.ts'
import { oneLineJson, payloadJson, type RecordEvent, type RecordReader, type StatedReading } from './evidence/index.ts'
import {
  compileOpen,
  compileProfile,
  type Format,
  isJsonFormat,
  type Payload,
  payloadFromRecord,
  type ProfileSource,
} from './ingest/index.ts'

/** A failure where the profile cannot be used. */
export function recordReader({ profileText, format: stated, timezone }: StatedReading): RecordReader | Failure {
  try {
    const format = stated as unknown as Format
    const spec = JSON.parse(profileText) as ProfileSource
    const profile = compileProfile(spec, { timezone })
    const fields = [...profile.outputs.map((output) => output.id), 'source']
    const isPlainJson = isJsonFormat(format) && format.encoding === 'utf-8'
    const open = compileOpen(spec)
    return {
      fields,
      event(record): RecordEvent | null {
        const decoded = payloadFromRecord(record, 0, record.length, format)
        if (!decoded.ok) return null
        const mapped = profile.map(decoded.payload as Payload)
        if (!mapped.ok) return null
        const { time, timeText, values } = mapped.event
        return {
          timeMicros: time,
          timeText: stored(timeText),
          values: [...values, spec.source].map(stored),
          payload: isPlainJson
            ? oneLineJson(Buffer.from(record).toString('utf8'))
            : payloadJson((open === null ? decoded.payload : open(decoded.payload as Payload).payload) as Json),
        }
      },
    }
  } catch (error) {
    if (error instanceof FailureError) return error.failure
    if (error instanceof SyntaxError || error instanceof TypeError) {
      return { code: 'pack/exhibit-differs', message: `A profile in the pack cannot be used: ${error.message}` }
    }
    throw error
  }
}

/** As a case holds it: UTF-8 has no lone surrogates. */
function stored(text: string | null): string | null {
  return text?.toWellFormed() ?? null
}
