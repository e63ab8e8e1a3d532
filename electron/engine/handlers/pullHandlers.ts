/** Api entries that ask live systems for their logs. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { PullStreamInfo } from '../../../shared/api/index.ts'
import { type Failure, fail } from '../../../shared/failure.ts'
import { resolveTimeBound } from '../../../shared/time/index.ts'
import { createCase, type PullOutcome, pulledStreams } from '../case/index.ts'
import { chosenSource } from '../chosenSource.ts'
import { type FilledSource, PullRun, requireSecret, type Wish } from '../pull/index.ts'
import type { Handlers } from './context.ts'

export const pullHandlers: Handlers<'case.pull' | 'case.pulls'> = {
  async 'case.pull'(request, context) {
    const { version, profileDirs, sourceDirs, secrets, clock, signal, onProgress, onFile, custody, openCase } = context
    const source = chosenSource(request, sourceDirs)
    const wish = {
      sinceUs: timeOf(request.since, 'since', clock.now()),
      untilUs: timeOf(request.until, 'until', clock.now()),
      full: request.full ?? false,
    }
    requireBounds(source, wish)
    // A case that is not there is not made for a pull that cannot begin.
    await requireSecret(source, secrets)
    if (!existsSync(resolve(request.case))) createCase(request.case, version).close()
    const file = openCase(request.case)
    const target = {
      case: request.case,
      version,
      profileDirs,
      write: file.write.bind(file),
    }
    const isQuiet = request.quiet ?? false
    try {
      return await new PullRun({ source, wish, isQuiet, target, secrets, clock, onProgress, onFile }).run(signal)
    } finally {
      await custody.enterLate()
    }
  },

  async 'case.pulls'({ case: path }, { openCase }) {
    return pulledStreams(openCase(path).db).map((row): PullStreamInfo => {
      const { spec, baseUrl, parameters } = JSON.parse(row.source) as FilledSource
      return {
        source: spec.id,
        title: spec.title,
        baseUrl,
        startedAt: row.startedAt,
        endedAt: row.endedAt,
        outcome: row.outcome as PullOutcome | null,
        failure: row.failure === null ? null : (JSON.parse(row.failure) as Failure),
        runs: row.runs,
        events: row.records - row.known,
        known: row.known,
        choice: { source: spec.id, baseUrl, set: parameters },
      }
    })
  },
}

/** A bound that the system cannot be asked for must not be left out in silence. Fails with `usage/bad-argument`. */
function requireBounds({ spec }: FilledSource, wish: Wish): void {
  for (const [field, isAsked, bound] of [
    ['since', wish.sinceUs !== null, spec.since],
    ['until', wish.untilUs !== null, spec.until],
  ] as const) {
    if (isAsked && bound === null)
      fail({
        code: 'usage/bad-argument',
        message: `${spec.title} cannot be asked by “${field}”`,
        where: { field },
        next: 'Leave it out and filter by time in the case.',
      })
  }
}

/** Microseconds: the first of a stretch such as a day, or its last; null where none is asked for. Fails with `usage/bad-argument`. */
function timeOf(text: string | undefined, field: 'since' | 'until', nowMs: number): number | null {
  if (text === undefined) return null
  const span = resolveTimeBound(text, { nowMicros: nowMs * 1000, zone: 'UTC' }, 'point')
  if (span !== null && Number.isFinite(span.startMicros))
    return field === 'since' ? span.startMicros : span.endMicros - 1
  return fail({
    code: 'usage/bad-argument',
    message: `“${text}” is no time`,
    where: { field },
    next: 'Write it as 2026-05-01, 2026-05-01T10:00:00Z or now-7d.',
  })
}
