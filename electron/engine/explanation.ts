/** How a file would be read, for people: the decision of the import with its reasons, and its first records as events. */
import type { Explanation, VendorLimits } from '../../shared/api/index.ts'
import type { Failure, Json } from '../../shared/failure.ts'
import { isoText } from '../../shared/time/index.ts'
import type { Mapping, ProfileSource } from './ingest/index.ts'

/** Records mapped for show. */
const SHOWN_RECORDS = 10

/** What a profile knows of its vendor's limits, no list left out. */
export function vendorLimits({ limits }: ProfileSource): VendorLimits | null {
  return limits === null ? null : { exports: [], retention: [], repeats: [], ...limits }
}

export function explanationOf(
  path: string,
  { format, profile, why, guesses, candidates, samples }: Mapping,
): Explanation {
  const rows: (string | null)[][] = []
  const rejects: Failure[] = []
  for (const sample of samples.slice(0, SHOWN_RECORDS)) {
    const mapped = profile.map(sample)
    if (!mapped.ok) rejects.push(mapped.failure)
    else {
      const { time, timeText, values } = mapped.event
      rows.push([isoText(time), timeText, ...values])
    }
  }
  return {
    path,
    format: { ...format } as unknown as Json,
    profile: profile.name,
    why,
    candidates: candidates.map(({ profileId, score, why: reasons, isGuessing }) => ({
      profile: profileId,
      score,
      why: reasons,
      isGuessing,
    })),
    guesses,
    follows: profile.spec.follows ?? [],
    limits: vendorLimits(profile.spec),
    columns: ['time', 'timeText', ...profile.outputs.map((output) => output.id)],
    rows,
    rejects,
  }
}
