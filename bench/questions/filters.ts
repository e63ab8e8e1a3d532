/** The questions put to the large case, as query text: seeded, and no two the same, so that no kept answer helps. */
import { Random, Skewed } from '../generate/random.ts'
import { FROM_SECONDS, SPAN_SECONDS } from '../generate/eventText.ts'
import { actors, addresses, eventKinds, regions, words } from '../generate/vocabulary.ts'

/** Words of single searches come from one half of the list, words inside filters from the other: none is met twice. */
const HALF = Math.floor(words.length / 2)

const rareActions = eventKinds.filter((kind) => kind.weight < 10).map((kind) => kind.action)
const commonActions = eventKinds.filter((kind) => kind.weight >= 10).map((kind) => kind.action)
const services = [...new Set(eventKinds.map((kind) => kind.service))]
const types = [...new Set(eventKinds.map((kind) => kind.resource.type))]
const errors = [...new Set(eventKinds.flatMap((kind) => kind.errors)), 'AccessDenied', 'ThrottlingException']
const operations = ['read', 'create', 'update', 'delete', 'login', 'execute', 'assign'] as const
const categories = ['storage', 'compute', 'identity', 'keys', 'sign-in', 'data'] as const
const agents = ['*boto3*', '*Firefox*', 'aws-cli/2.1*', '*Terraform*', '*windows*', '*Java*', '*os/linux*'] as const
const someActor = new Skewed(actors)

type Maker = (random: Random) => string

/** One of each in turn; what they stand for is in the README. */
const shapes: readonly Maker[] = [
  // A single value.
  (random) =>
    random.pick([
      `action:${random.pick(commonActions)}`,
      `actor:"${someActor.pick(random).name}"`,
      `ip:${address(random)}`,
      `errorCode:${random.pick(errors)}`,
      `resourceType:"${random.pick(types)}"`,
      `outcome:${random.pick(['failure', 'denied', 'success'])}`,
    ]),
  // Several values of one field.
  (random) => `action:(${three(random, commonActions)}) region:${random.pick(regions)}`,
  // Not this, and not that.
  (random) => `-action:${random.pick(commonActions)} -operation:${random.pick(operations)}`,
  // A range of time, from hours to weeks.
  (random) => `${timeRange(random, 3 * 3600, SPAN_SECONDS / 2)} service:${random.pick(services)}`,
  // A network.
  (random) => `ip:198.${18 + random.below(2)}.${16 * random.below(16)}.0/${random.pick([16, 20, 24])} operation:read`,
  // Wildcards.
  (random) => `userAgent:${random.pick(agents)} action:${random.pick(['Get*', 'De*', '*Object*', 'List*', '*e*'])}`,
  // One or the other, over two fields.
  (random) =>
    `(outcome:denied OR action:${random.pick(rareActions)} OR actor:"${someActor.pick(random).name}") category:${random.pick(categories)}`,
  // Words together with a narrow range of time.
  (random) => `${random.pick(words.slice(0, HALF))} ${timeRange(random, 3600, 12 * 3600)}`,
  // Four clauses.
  (random) =>
    `${timeRange(random, 86_400, 14 * 86_400)} region:(${random.pick(regions)} OR us-east-1) -actor:*${random.pick(words)}* readOnly:${random.chance(0.5)}`,
  // Most of the case.
  (random) => `-actor:"${someActor.pick(random).name}" -errorCode:${random.pick(errors)}`,
]

/** `count` different filters of all shapes. */
export function mixedFilters(count: number, seed: number): string[] {
  const random = new Random(seed)
  const made = new Set<string>()
  for (let i = 0; made.size < count; i++) made.add(shapes[i % shapes.length](random))
  return [...made]
}

/** Terms that stand in a large share of the events, in the text index (the first ones) or in a dictionary. */
const commonTerms = [
  'AuthHeader',
  'SigV4',
  'parquet',
  'ECDHE',
  'GetObject',
  'ReadOnlyAccess',
  'Firefox',
  '2026',
] as const

/** A common term within an hour to six. */
export function narrowTextFilters(count: number, seed: number): string[] {
  const random = new Random(seed)
  return Array.from(
    { length: count },
    (_, i) => `${commonTerms[i % commonTerms.length]} ${timeRange(random, 3600, 6 * 3600)}`,
  )
}

/** Words alone, over the whole case: each once. */
export function textSearches(count: number): string[] {
  return ['AuthHeader', 'parquet', '"rate exceeded"', 'runb*', ...words.slice(HALF)].slice(0, count)
}

function three(random: Random, values: readonly string[]): string {
  const from = random.below(values.length - 2)
  return values.slice(from, from + 3).join(' OR ')
}

function address(random: Random): string {
  const found = addresses[random.below(addresses.length)]
  return found.includes(':') ? `"${found}"` : found
}

function timeRange(random: Random, leastSeconds: number, mostSeconds: number): string {
  const length = leastSeconds + random.below(mostSeconds - leastSeconds + 1)
  const from = FROM_SECONDS + random.below(SPAN_SECONDS - length)
  return `time>=${isoText(from)} time<${isoText(from + length)}`
}

function isoText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '')
}
