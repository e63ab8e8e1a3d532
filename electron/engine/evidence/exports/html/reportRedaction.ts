/** What was redacted, as the report tells it at its end: by which rule, how often, where. */
import type { RedactionReport, RedactionRuleReport } from '../../../../../shared/api/index.ts'
import { htmlLine } from './htmlText.ts'

/** Places of a rule that are named. */
const MAX_PLACES = 12

const done: { readonly [action in RedactionRuleReport['action']]: string } = {
  remove: 'removed',
  mask: 'masked',
  pseudonymise: 'pseudonym',
}

export function redactionSection(report: RedactionReport): string {
  const { profile, title, profileSha256, events, redactedEvents, count, withheldEvents, rules } = report
  const withheld =
    withheldEvents === 0
      ? ''
      : ` Of ${grouped(withheldEvents)} nothing the log says is given, as they could not be looked through.`
  return `<section>
<h2>What was redacted</h2>
<p>Profile ${htmlLine(title)} (<code>${htmlLine(profile)}</code>, SHA-256 <code>${htmlLine(profileSha256)}</code>): ${grouped(count)} values in ${grouped(redactedEvents)} of ${grouped(events)} events.${withheld}</p>
<table class="small">
<caption>Rules in the order of the profile. A value that stands in several places is counted in each.</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">Action</th><th scope="col">About</th><th scope="col" class="number">Values</th><th scope="col" class="number">Events</th><th scope="col">Where</th></tr></thead>
<tbody>
${rules.map(ruleRow).join('')}</tbody>
</table>
</section>
`
}

function ruleRow({ id, action, about, count, events, places }: RedactionRuleReport): string {
  const named = places.slice(0, MAX_PLACES).map((one) => `${one.place} ${grouped(one.count)}`)
  const more = places.length > MAX_PLACES ? `, and ${places.length - MAX_PLACES} more places` : ''
  return `<tr><th scope="row">${htmlLine(id)}</th><td>${done[action]}</td><td>${htmlLine(about)}</td><td class="number">${grouped(count)}</td><td class="number">${grouped(events)}</td><td>${htmlLine(named.join(', '))}${more}</td></tr>
`
}

function grouped(count: number): string {
  return count.toLocaleString('en-US')
}
