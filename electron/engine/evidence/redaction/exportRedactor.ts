/** Redacts what an export writes, event by event, by a profile; counts what it did. The same events give the same output. */
import type { RedactionReport } from '../../../../shared/api/index.ts'
import { fail } from '../../../../shared/failure.ts'
import type { Filter } from '../../../../shared/filter.ts'
import { applied, SecretKeyRules } from '../../../../shared/redaction/index.ts'
import { EventRedactor } from './eventRedactor.ts'
import { Learner } from './learner.ts'
import { needsPseudonyms, profileName, type RedactionProfile } from './profile.ts'
import type { Pseudonyms } from './pseudonyms.ts'
import { redactedFilter } from './redactedFilter.ts'
import { replacementInText, withoutOverlaps } from './replacements.ts'
import { PreparedRules } from './rules.ts'
import { Tally } from './tally.ts'

export interface GatheredEvents {
  /** Looks an event through; see `ExportRedactor.event`. */
  add(columns: readonly string[], cells: readonly (string | null)[], payload: string | null): void
  /** What is given of them all; ask for it when all were added. */
  redactor(): EventRedactor
}

export class ExportRedactor {
  private readonly rules: PreparedRules
  private readonly pseudonyms: Pseudonyms | null
  private readonly tally: Tally
  private readonly secretKeys = new Map<string, SecretKeyRules>()

  /** `pseudonyms`: null where the case has no key. Fails with `redaction/no-key` where the profile needs one. */
  constructor(profile: RedactionProfile, pseudonyms: Pseudonyms | null) {
    if (pseudonyms === null && needsPseudonyms(profile)) {
      fail({
        code: 'redaction/no-key',
        message: `The profile ${profileName(profile)} gives pseudonyms, and the case has no key for them`,
        kept: 'Nothing was exported; the case is unchanged.',
        next: 'Copy the case to a place where it can be written, or take a profile that removes or masks.',
      })
    }
    this.rules = new PreparedRules(profile)
    this.pseudonyms = pseudonyms
    this.tally = new Tally(profile)
  }

  /** Columns that rules name: of every event their cells must be handed in, exported or not. */
  get columns(): readonly string[] {
    return this.rules.columns
  }

  /**
   * The event whose cells these are: all that may be given of it, and those of {@link columns} that the case has. `payload`:
   * its record as JSON text, which is looked through even where it is not exported; null where it cannot be decoded.
   * `secretKeys`: wildcards of the keys that the event's profile calls secret.
   */
  event(
    columns: readonly string[],
    cells: readonly (string | null)[],
    payload: string | null,
    secretKeys: readonly string[] = [],
  ): EventRedactor {
    const gathered = this.gather(secretKeys)
    gathered.add(columns, cells, payload)
    return gathered.redactor()
  }

  /**
   * Events that are told of together, as sessions are: what the rules mean in any of them is taken out of all that is told. In the
   * report they count as one.
   */
  gather(secretKeys: readonly string[]): GatheredEvents {
    const learner = new Learner(this.rules, this.secretKeyRules(secretKeys))
    return {
      add(columns, cells, payload) {
        for (let i = 0; i < columns.length; i++) {
          const cell = cells[i]
          if (cell !== null && cell !== payload) learner.cell(columns[i], cell)
        }
        if (payload !== null) learner.payload(payload)
      },
      redactor: () => new EventRedactor(learner, this.pseudonyms, this.tally),
    }
  }

  /** A text that belongs to no event (the name of the case, of an exhibit), its patterns replaced; it is not counted. */
  text(text: string): string {
    const hits = withoutOverlaps(this.rules.patterns.hits(text))
    return applied(
      text,
      hits.map((hit) => ({
        start: hit.start,
        end: hit.end,
        text: replacementInText(text, hit, this.pseudonyms),
      })),
    )
  }

  /** The question as it may be told: who may not be named in the answer is not named in it either. */
  filter(filter: Filter): Filter {
    return redactedFilter(filter, this.rules, this.pseudonyms, (text) => this.text(text))
  }

  /** What was done so far. */
  report(): RedactionReport {
    return this.tally.report()
  }

  /** Few profiles name secret keys, each a fixed list. */
  private secretKeyRules(keys: readonly string[]): SecretKeyRules {
    const name = keys.join('\n')
    let known = this.secretKeys.get(name)
    if (known === undefined) {
      known = new SecretKeyRules(keys)
      this.secretKeys.set(name, known)
    }
    return known
  }
}
