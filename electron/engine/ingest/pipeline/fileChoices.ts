/**
 * What an import is told about single files: another profile or zone, to leave one out, or a name to record in place of
 * a path. Paths and names come from outside; a key such as `__proto__` is one like any other.
 */
import type { ImportChoice } from '../../../../shared/api/index.ts'
import { type Failure, fail, FailureError } from '../../../../shared/failure.ts'
import { isTimeZone, microsOfDay } from '../../../../shared/time/index.ts'
import { displayName, INSIDE, type SourceItem, type SourceMember } from '../sources/index.ts'
import type { ImportOptions } from './importReport.ts'

/** What is chosen for one file. */
export interface FileChoice {
  /** Null: recognise. */
  readonly profile: string | null
  /** Null: as the profile says, else UTC with a remark. */
  readonly timezone: string | null
  /** Nothing in it is later, in microseconds since 1970; null: as the file says. */
  readonly newestMicros: number | null
  readonly skip: boolean
}

/** Why a file was left out that the user did not want. */
export const LEFT_OUT = 'left out'

type Wishes = Pick<ImportOptions, 'profile' | 'timezone' | 'lastDay' | 'choices' | 'names' | 'sheet'>

export class FileChoices {
  private readonly wishes: Wishes
  private readonly choices: ReadonlyMap<string, ImportChoice>
  private readonly names: ReadonlyMap<string, string>

  constructor(wishes: Wishes) {
    this.wishes = wishes
    this.choices = new Map(Object.entries(wishes.choices ?? {}))
    this.names = new Map(
      Object.entries(wishes.names ?? {}).map(([path, name]) => [displayName(path), displayName(name)]),
    )
  }

  /** Every profile that is asked for by name. */
  profiles(): string[] {
    const all = [this.wishes.profile, ...Array.from(this.choices.values(), (choice) => choice.profile)]
    return all.filter((profile) => profile !== null && profile !== undefined)
  }

  /** Fails with `usage/bad-argument` where a time zone or a day does not exist. */
  requireTimes(): void {
    for (const { timezone, lastDay } of [this.wishes, ...this.choices.values()]) {
      if (timezone !== null && timezone !== undefined && !isTimeZone(timezone)) fail(noZone(timezone))
      if (lastDay !== null && lastDay !== undefined && microsOfDay(lastDay) === null) fail(noDay(lastDay))
    }
  }

  /** The choice for a file, by its path as recorded; `sheet` is the name of the sheet that it is. */
  of(path: string, sheet?: string): FileChoice {
    const choice = this.choices.get(path)
    const lastDay = choice?.lastDay ?? this.wishes.lastDay ?? null
    return {
      profile: choice?.profile ?? this.wishes.profile,
      timezone: choice?.timezone ?? this.wishes.timezone,
      newestMicros: lastDay === null ? null : microsOfDay(lastDay),
      skip: choice?.skip === true || (sheet !== undefined && (this.wishes.sheet ?? sheet) !== sheet),
    }
  }

  /** The item under the name to record; a member keeps its place inside its archive. */
  renamed(item: SourceItem): SourceItem {
    if (this.names.size === 0) return item
    const path = this.recorded(item.path)
    if (item.kind === 'skipped') return { ...item, path }
    if (item.kind === 'failure') return { ...item, path, failure: this.renamedFailure(item.failure) }
    const containers = item.containers.map((container) => ({ ...container, path: this.recorded(container.path) }))
    return { ...item, path, containers, open: () => this.renamedBreak(item) }
  }

  /** Names are told apart from what follows them at each ` › `, which a name may hold itself. */
  private recorded(path: string): string {
    for (let end = path.length; end > 0; end = path.lastIndexOf(INSIDE, end - 1)) {
      const name = this.names.get(path.slice(0, end))
      if (name !== undefined && name !== '') return name + path.slice(end)
    }
    return path
  }

  private async *renamedBreak(member: SourceMember): AsyncGenerator<Uint8Array> {
    try {
      yield* member.open()
    } catch (error) {
      if (!(error instanceof FailureError)) throw error
      throw new FailureError(this.renamedFailure(error.failure), { cause: error })
    }
  }

  private renamedFailure(failure: Failure): Failure {
    const path = failure.where?.path
    return path === undefined ? failure : { ...failure, where: { ...failure.where, path: this.recorded(path) } }
  }
}

function noDay(lastDay: string): Failure {
  return {
    code: 'usage/bad-argument',
    message: `There is no day “${lastDay}”`,
    next: 'Write the day of the log’s last line as year, month and day: 2024-01-31.',
  }
}

function noZone(timezone: string): Failure {
  return {
    code: 'usage/bad-argument',
    message: `There is no time zone “${timezone}”`,
    next: 'Name one as the IANA does, such as Europe/Berlin, or an offset such as +02:00.',
  }
}
