/** Where a job works: two jobs that share a place run one after the other. */
import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { JobWork } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'

/**
 * The places of `work`. An import or a pull writes to its case, a verification wants it at rest; an export reads what is there when
 * it begins and writes elsewhere. What is frozen or drawn is so of the case as it is now, not behind an import that would add to it. Fails with `usage/bad-argument` for what cannot be a job.
 */
export function placesOf(work: JobWork): readonly string[] {
  switch (work.entry) {
    case 'case.import':
    case 'case.pull':
    case 'case.verify':
      return [`case ${placeOf(work.request.case)}`]
    case 'rows.export':
    case 'pack.make':
    case 'sessions.export':
    case 'pack.attach':
      return [`file ${placeOf(work.request.out)}`]
    case 'populations.freeze':
    case 'samples.draw':
      return [`samples of ${placeOf(work.request.case)}`]
    case 'pack.verify':
      return [`file ${placeOf(work.request.pack)}`]
    default:
      return noJob(work)
  }
}

/** One text for one place, by whatever links it is reached. */
function placeOf(path: unknown): string {
  if (typeof path !== 'string') fail({ code: 'usage/bad-argument', message: 'The job names no file' })
  const full = resolve(path)
  return realPath(full) ?? join(realPath(dirname(full)) ?? dirname(full), basename(full))
}

/** Undefined where there is nothing: the work itself then tells. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}

function noJob(work: never): never {
  const { entry } = work as { readonly entry: unknown }
  fail({ code: 'usage/bad-argument', message: `“${String(entry)}” cannot be a job` })
}
