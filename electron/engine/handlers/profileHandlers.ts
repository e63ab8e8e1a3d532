/** Api entries about profiles: which there are, how a file would be read, whether a folder of profiles is sound. */
import type { ProfileInfo } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'
import { explanationOf, vendorLimits } from '../explanation.ts'
import { loadProfiles, mappingOfPreview, openSources, preview, type ProfileSource } from '../ingest/index.ts'
import { keepDraft, profileDraft } from '../profileDraft.ts'
import type { Handlers } from './context.ts'

export const profileHandlers: Handlers<
  'profiles.list' | 'profiles.explain' | 'profiles.draft' | 'profiles.keep' | 'profiles.test'
> = {
  async 'profiles.list'(_request, { profiles }) {
    const set = profiles()
    return { profiles: set.profiles.map(profileInfo), failures: set.failures }
  },

  async 'profiles.explain'({ path, profile, timezone }, { profiles, signal }) {
    for await (const item of openSources([path], { isGlance: true }, signal)) {
      if (item.kind === 'skipped') continue
      if (item.kind === 'failure') fail(item.failure)
      const mapping = mappingOfPreview(await preview(item), profiles(), profile ?? null, timezone ?? null)
      return explanationOf(item.path, mapping)
    }
    fail({ code: 'import/not-found', message: 'There is nothing to read here', where: { path } })
  },

  async 'profiles.draft'(request, { profiles, signal }) {
    return profileDraft(request, profiles(), signal)
  },

  async 'profiles.keep'(request, { profiles, profileDirs, signal }) {
    return keepDraft(request, profiles(), profileDirs.at(0), signal)
  },

  async 'profiles.test'({ dir }) {
    const { profiles, failures } = loadProfiles([dir])
    return { profiles: profiles.map(profileInfo), failures }
  },
}

function profileInfo(spec: ProfileSource): ProfileInfo {
  const { id, version, title, vendor, source, guess, documentation, follows } = spec
  return {
    id,
    version,
    title,
    vendor,
    source,
    isGuessing: guess,
    documentation,
    follows: follows ?? [],
    limits: vendorLimits(spec),
  }
}
