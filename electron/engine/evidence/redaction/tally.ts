/** Counts what a profile's rules replaced, by rule and place. */
import type { RedactedPlace, RedactionReport, RedactionRuleReport } from '../../../../shared/api/index.ts'
import { aboutRule, profileName, type RedactionProfile, type RedactionRule } from './profile.ts'

/** Places of a rule that are told apart. */
const MAX_PLACES = 200
const OTHER_PLACES = '(other places)'

interface RuleTally {
  count: number
  events: number
  readonly places: Map<string, number>
}

export class Tally {
  events = 0
  redactedEvents = 0
  withheldEvents = 0
  private readonly profile: RedactionProfile
  private readonly rules: readonly RuleTally[]

  constructor(profile: RedactionProfile) {
    this.profile = profile
    this.rules = profile.rules.map(() => ({ count: 0, events: 0, places: new Map() }))
  }

  /** One value was replaced at a place. */
  add(rule: RedactionRule, place: string): void {
    const tally = this.rules[rule.order]
    tally.count++
    const known = tally.places.has(place) || tally.places.size < MAX_PLACES ? place : OTHER_PLACES
    tally.places.set(known, (tally.places.get(known) ?? 0) + 1)
  }

  /** It was the first one of its rule in an event. */
  addEvent(rule: RedactionRule): void {
    this.rules[rule.order].events++
  }

  report(): RedactionReport {
    const rules = this.profile.rules.map((rule): RedactionRuleReport => {
      const { count, events, places } = this.rules[rule.order]
      return { id: rule.id, action: rule.action, about: aboutRule(rule), count, events, places: sorted(places) }
    })
    return {
      profile: profileName(this.profile),
      title: this.profile.title,
      profileSha256: this.profile.sha256,
      events: this.events,
      redactedEvents: this.redactedEvents,
      count: rules.reduce((sum, rule) => sum + rule.count, 0),
      withheldEvents: this.withheldEvents,
      rules,
    }
  }
}

/** The most frequent first, then by their names. */
function sorted(places: ReadonlyMap<string, number>): RedactedPlace[] {
  return Array.from(places, ([place, count]) => ({ place, count })).sort(
    (a, b) => b.count - a.count || (a.place < b.place ? -1 : 1),
  )
}
