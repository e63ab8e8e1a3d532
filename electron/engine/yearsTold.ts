/** By what the years of a file's times are told where those state none, for people to set right before the import. */
import type { YearsTold } from '../../shared/api/index.ts'
import { isoText } from '../../shared/time/index.ts'
import type { Mapping, SourceMember } from './ingest/index.ts'

/**
 * Null where none of the records looked at has a time without a year. `chosenMicros`: start of the day that was chosen, in
 * microseconds since 1970; null: none.
 */
export function yearsTold(
  { path, modifiedMs, containers }: Pick<SourceMember, 'path' | 'modifiedMs' | 'containers'>,
  { format, profile, samples }: Mapping,
  chosenMicros: number | null,
): YearsTold | null {
  if (format.id !== 'lines') return null
  const records = samples.filter((sample) => {
    const mapped = profile.map(sample)
    return mapped.ok && mapped.event.remarks.includes('time-without-year')
  }).length
  if (records === 0) return null
  // A file that is merely compressed has the time of the file; of what lies in an archive, the archive states one.
  const isInside = containers.some((container) => container.path !== path)
  return {
    records,
    sampled: samples.length,
    ownDay: dayOf((modifiedMs ?? Date.now()) * 1000),
    ownBy: modifiedMs === null ? 'import' : isInside ? 'archive' : 'file',
    chosenDay: chosenMicros === null ? null : dayOf(chosenMicros),
  }
}

function dayOf(micros: number): string {
  return isoText(Math.round(micros))?.split('T')[0] ?? ''
}
