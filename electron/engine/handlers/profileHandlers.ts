/** Api entries about profiles: which there are, how a file would be read, whether a folder of profiles is sound. */
import type { Explanation, ProfileInfo } from '../../../shared/api/index.ts'
import { type Failure, fail, type Json } from '../../../shared/failure.ts'
import { isoText } from '../../../shared/time/index.ts'
import { chooseMapping, loadProfiles, type Mapping, openSources, preview, type ProfileSource } from '../ingest/index.ts'
import type { Handlers } from './context.ts'

/** Records mapped for show. */
const SHOWN_RECORDS = 10

export const profileHandlers: Handlers<'profiles.list' | 'profiles.explain' | 'profiles.test'> = {
  async 'profiles.list'(_request, { profiles }) {
    const set = profiles()
    return { profiles: set.profiles.map(profileInfo), failures: set.failures }
  },

  async 'profiles.explain'({ path, profile, timezone }, { profiles, signal }) {
    for await (const item of openSources([path], {}, signal)) {
      if (item.kind === 'skipped') continue
      if (item.kind === 'failure') fail(item.failure)
      const { bytes, isWhole } = await preview(item.open())
      return explanation(item.path, chooseMapping(bytes, isWhole, profiles(), profile ?? null, timezone ?? null))
    }
    fail({ code: 'import/not-found', message: 'There is nothing to read here', where: { path } })
  },

  async 'profiles.test'({ dir }) {
    const { profiles, failures } = loadProfiles([dir])
    return { profiles: profiles.map(profileInfo), failures }
  },
}

function explanation(path: string, { format, profile, why, guesses, candidates, samples }: Mapping): Explanation {
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
    candidates: candidates.map(({ profileId, score, why: reasons }) => ({ profile: profileId, score, why: reasons })),
    guesses,
    columns: ['time', 'timeText', ...profile.outputs.map((output) => output.id)],
    rows,
    rejects,
  }
}

function profileInfo({ id, version, title, vendor, source, guess }: ProfileSource): ProfileInfo {
  return { id, version, title, vendor, source, isGuessing: guess }
}
