/** Finds redaction profiles: those that come with Vouch by their id, the user's own by their path. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fail, FailureError } from '../../../../shared/failure.ts'
import type { RedactionProfile } from './profile.ts'
import { parseRedaction } from './profileSchema.ts'

/** Folder of the profiles that come with Vouch, each `<id>.yaml`. */
export const bundledRedactionDir = fileURLToPath(new URL('../../../../resources/redaction/', import.meta.url))

/** Ids of those that come with Vouch, by name. */
export function bundledRedactionIds(): string[] {
  return readdirSync(bundledRedactionDir)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort()
}

/** The profiles that come with Vouch. */
export function bundledRedactions(): RedactionProfile[] {
  return bundledRedactionIds().map((id) => readProfile(join(bundledRedactionDir, `${id}.yaml`)))
}

/** The profile of that id, or else at that path. Fails with `redaction/not-found`, `redaction/invalid`. */
export function loadRedaction(nameOrPath: string): RedactionProfile {
  return bundledRedactionIds().includes(nameOrPath)
    ? readProfile(join(bundledRedactionDir, `${nameOrPath}.yaml`))
    : readProfile(nameOrPath)
}

function readProfile(path: string): RedactionProfile {
  const parsed = parseRedaction(readText(path), path)
  if (!parsed.ok) throw new FailureError(parsed.failure)
  return parsed.value
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    const ids = bundledRedactionIds()
    fail({
      code: 'redaction/not-found',
      message: `There is no redaction profile “${path}”`,
      where: { path },
      kept: 'Nothing was exported.',
      next: `Give ${ids.join(', ')}, or the path of a file that you may read.`,
      facts: { known: ids },
    })
  }
}
