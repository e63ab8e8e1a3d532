/** One event after the other as a line of JSON, in the shape CloudTrail writes, about 1,070 bytes each. */
import { Random, Skewed } from './random.ts'
import {
  accounts,
  actors,
  addresses,
  type EventKind,
  eventKinds,
  regions,
  type ResourceKind,
  userAgents,
  words,
} from './vocabulary.ts'

export interface EventSpec {
  readonly events: number
  /** Every request id and every resource id only once. */
  readonly isUnique: boolean
  readonly seed: number
}

/** All cases span the same time, whatever their size: [FROM_SECONDS, FROM_SECONDS + SPAN_SECONDS), since 1970 UTC. */
export const FROM_SECONDS = Date.UTC(2026, 2, 2) / 1000
export const SPAN_SECONDS = 42 * 86_400

/** Share of events that end with an error. */
const ERRORS = 0.08
/** Share of events that another one of the same request follows. */
const SHARED_REQUESTS = 0.12
/** Share of events that are delivered late, and by how much at most: files are only roughly in order of time. */
const LATE = 0.2
const LATEST_SECONDS = 120

const twoDigits = (value: number): string => String(value).padStart(2, '0')
const secondsOfDay = Array.from(
  { length: 86_400 },
  (_, i) => `${twoDigits(Math.floor(i / 3600))}:${twoDigits(Math.floor(i / 60) % 60)}:${twoDigits(i % 60)}Z`,
)

const ciphers = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'ECDHE-RSA-AES128-GCM-SHA256'] as const

interface Resource {
  readonly arn: string
  readonly parameters: string
}

export class EventText {
  readonly head = ''
  private readonly spec: EventSpec
  private readonly random: Random
  private readonly kinds = new Skewed(eventKinds, (kind) => kind.weight)
  private readonly actors = new Skewed(actors, (actor, i) => actor.weight / (i + 1))
  private readonly agents = new Skewed(userAgents)
  private readonly regions = new Skewed(regions)
  private readonly pools = new Map<ResourceKind, readonly Resource[]>()
  private readonly days: string[] = []
  private made = 0
  private requestId = ''
  private sharesRequest = false

  constructor(spec: EventSpec) {
    this.spec = spec
    this.random = new Random(spec.seed)
  }

  /** The next event, with its line feed; ASCII. */
  next(): string {
    const { random } = this
    const kind = this.kinds.pick(random)
    const actor = this.actors.pick(random)
    const region = this.regions.pick(random)
    const { account } = actor
    const { arn, parameters } = this.resource(kind.resource, region, account)
    // Few addresses act much and many a little.
    const address = addresses[Math.floor((random.word() / 4294967296) ** 2 * addresses.length)]
    const isData = kind.resource.type === 'AWS::S3::Object' || kind.action === 'Invoke' || kind.action === 'GetItem'
    this.made++
    return (
      `{"eventVersion":"1.10","userIdentity":${actor.identity},"eventTime":"${this.timeText()}","eventSource":"${kind.service}"` +
      `,"eventName":"${kind.action}","awsRegion":"${region}","sourceIPAddress":"${address}","userAgent":"${this.agents.pick(random)}"` +
      (random.chance(ERRORS) ? this.errorText(kind, actor.name) : '') +
      `,"requestParameters":${parameters},"responseElements":${kind.action === 'ConsoleLogin' ? '{"ConsoleLogin":"Success"}' : 'null'}` +
      (isData ? this.transferText() : '') +
      `,"requestID":"${this.nextRequestId(kind)}","eventID":"${random.uuid()}","readOnly":${kind.isReadOnly}` +
      `,"resources":[{"type":"${kind.resource.type}","ARN":"${arn}"}]` +
      `,"eventType":"AwsApiCall","managementEvent":${!isData},"recipientAccountId":"${account}","eventCategory":"${isData ? 'Data' : 'Management'}"` +
      `}\n`
    )
  }

  /** What data events alone carry. */
  private transferText(): string {
    const { random } = this
    return (
      `,"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"${random.pick(ciphers)}","bytesTransferredIn":${random.below(4096)}` +
      `,"AuthenticationMethod":"${random.chance(0.9) ? 'AuthHeader' : 'QueryString'}","x-amz-id-2":"${random.upperHex16()}","bytesTransferredOut":${random.below(1 << 20)}}`
    )
  }

  private timeText(): string {
    const { random, spec } = this
    const late = random.chance(LATE) ? random.below(LATEST_SECONDS) : 0
    const offset = Math.max(0, Math.floor(((this.made - 1) / spec.events) * SPAN_SECONDS) - late)
    const day = Math.floor(offset / 86_400)
    this.days[day] ??= new Date((FROM_SECONDS + day * 86_400) * 1000).toISOString().slice(0, 11)
    return this.days[day] + secondsOfDay[offset - day * 86_400]
  }

  private resource(kind: ResourceKind, region: string, account: string): Resource {
    if (this.spec.isUnique) {
      const name = `${nameOf(this.random.below(1 << 20))}-${this.made.toString(36)}`
      const arn = kind.arn(name, region, account)
      // A root account has no name to make different.
      return { arn: arn.includes(name) ? arn : `${arn}/${name}`, parameters: kind.parameters(name, account) }
    }
    let pool = this.pools.get(kind)
    if (pool === undefined) {
      pool = Array.from({ length: kind.pool }, (_, i) => ({
        arn: kind.arn(nameOf(i), regions[i % regions.length], accounts[i % accounts.length]),
        parameters: kind.parameters(nameOf(i), accounts[i % accounts.length]),
      }))
      this.pools.set(kind, pool)
    }
    return pool[Math.floor((this.random.word() / 4294967296) ** 3 * pool.length)]
  }

  private nextRequestId(kind: EventKind): string {
    const { random } = this
    if (!this.sharesRequest) this.requestId = kind.service.startsWith('s3.') ? random.upperHex16() : random.uuid()
    this.sharesRequest = !this.spec.isUnique && random.chance(SHARED_REQUESTS)
    return this.requestId
  }

  private errorText(kind: EventKind, actor: string): string {
    const { random } = this
    if (random.chance(0.55))
      return `,"errorCode":"AccessDenied","errorMessage":"User: ${actor} is not authorized to perform: ${kind.service.split('.')[0]}:${kind.action} because no identity-based policy allows it"`
    if (kind.errors.length === 0 || random.chance(0.2))
      return ',"errorCode":"ThrottlingException","errorMessage":"Rate exceeded"'
    const code = random.pick(kind.errors)
    return `,"errorCode":"${code}","errorMessage":"The request failed with ${code}; see the ${random.pick(words)} runbook"`
  }
}

/** Name of the i-th thing of its kind: words, and a number once the words repeat. */
function nameOf(i: number): string {
  const first = words[i % words.length]
  const second = words[Math.floor(i / words.length + i * 5) % words.length]
  return `${first}-${second}-${i}`
}
