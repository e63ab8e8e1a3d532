/**
 * What the generated events are made of. All of it is made up: accounts out of the vendor's documentation
 * (111122223333 and the like), names that are no persons', example.com, and the address ranges reserved for
 * documentation and measurement (RFC 5737, RFC 3849, RFC 2544).
 */
import { Random } from './random.ts'

export const accounts = ['111122223333', '123456789012', '444455556666', '210987654321', '777788889999'] as const
export const regions = [
  'us-east-1',
  'eu-west-1',
  'eu-central-1',
  'us-west-2',
  'ap-southeast-2',
  'ca-central-1',
] as const

/** Words of keys, names and tags; what the text searches look for. */
export const words =
  `amber anchor apricot archive atlas backup balance barley basalt beacon birch budget cedar cinder citron cobalt compass
  copper coral crimson delta draft ember export falcon fennel ferry forecast garnet ginger glacier granite harbor hazel
  heron indigo inventory invoice iris ivory jasmine juniper kestrel lagoon lantern larch ledger lemon lilac linen lotus
  maple marble margin meadow mercury mistral monitor nectar nickel nimbus nutmeg oasis obsidian olive onyx orchard orbit
  otter payroll pearl pebble pepper pine plum poplar prairie quarry quartz raven receipt reef report ridge roster saffron
  sage salmon sapphire sienna silver snapshot sparrow spruce statement summit sunset tango teal thistle timber topaz
  tulip tundra umber upload valley vanilla velvet violet walnut willow winter yarrow zenith zephyr`.split(/\s+/)

/** What a kind of event acts upon: how its ARN and its request parameters look. */
export interface ResourceKind {
  readonly type: string
  /** Different ones in the case where resources are shared. */
  readonly pool: number
  arn(name: string, region: string, account: string): string
  /** JSON text. */
  parameters(name: string, account: string): string
}

const kind = (
  type: string,
  pool: number,
  arn: ResourceKind['arn'],
  parameters: ResourceKind['parameters'],
): ResourceKind => ({ type, pool, arn, parameters })

const bucketOf = (name: string): string => `${name.slice(0, name.indexOf('-'))}-data-example`

const object = kind(
  'AWS::S3::Object',
  60_000,
  (name) => `arn:aws:s3:::${bucketOf(name)}/${name}.parquet`,
  (name) => `{"bucketName":"${bucketOf(name)}","key":"${name}.parquet"}`,
)
const bucket = kind(
  'AWS::S3::Bucket',
  400,
  (name) => `arn:aws:s3:::${name}`,
  (name) => `{"bucketName":"${name}","prefix":"${name.slice(0, 5)}/"}`,
)
const instance = kind(
  'AWS::EC2::Instance',
  8_000,
  (name, region, account) => `arn:aws:ec2:${region}:${account}:instance/i-${name}`,
  (name) => `{"instancesSet":{"items":[{"instanceId":"i-${name}"}]}}`,
)
const role = kind(
  'AWS::IAM::Role',
  250,
  (name, _region, account) => `arn:aws:iam::${account}:role/${name}`,
  (name, account) =>
    `{"roleArn":"arn:aws:iam::${account}:role/${name}","roleSessionName":"${name}","durationSeconds":3600}`,
)
const user = kind(
  'AWS::IAM::User',
  600,
  (name, _region, account) => `arn:aws:iam::${account}:user/${name}`,
  (name) => `{"userName":"${name}","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}`,
)
const key = kind(
  'AWS::KMS::Key',
  300,
  (name, region, account) => `arn:aws:kms:${region}:${account}:key/${name}`,
  (name) => `{"keyId":"${name}","encryptionAlgorithm":"SYMMETRIC_DEFAULT"}`,
)
const lambda = kind(
  'AWS::Lambda::Function',
  500,
  (name, region, account) => `arn:aws:lambda:${region}:${account}:function:${name}`,
  (name) => `{"functionName":"${name}","invocationType":"Event","qualifier":"$LATEST"}`,
)
const table = kind(
  'AWS::DynamoDB::Table',
  200,
  (name, region, account) => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
  (name) => `{"tableName":"${name}","consistentRead":false,"limit":25}`,
)
const secret = kind(
  'AWS::SecretsManager::Secret',
  350,
  (name, region, account) => `arn:aws:secretsmanager:${region}:${account}:secret:${name}`,
  (name) => `{"secretId":"${name}","versionStage":"AWSCURRENT"}`,
)
const console = kind(
  'AWS::Account',
  1,
  (_name, _region, account) => `arn:aws:iam::${account}:root`,
  () => 'null',
)

/** A kind of event, and how often it comes among all. */
export interface EventKind {
  readonly service: string
  readonly action: string
  readonly weight: number
  readonly isReadOnly: boolean
  readonly resource: ResourceKind
  /** The error codes it may end with; `AccessDenied` and throttling come with every kind. */
  readonly errors: readonly string[]
}

const kinds = (
  service: string,
  resource: ResourceKind,
  errors: readonly string[],
  actions: { readonly [action: string]: number },
): EventKind[] =>
  Object.entries(actions).map(([action, weight]) => ({
    service: `${service}.amazonaws.com`,
    action,
    weight,
    isReadOnly: /^(?:Get|List|Describe|Head|Decrypt)/.test(action),
    resource,
    errors,
  }))

export const eventKinds: readonly EventKind[] = [
  ...kinds('s3', object, ['NoSuchKey', 'SlowDown'], {
    GetObject: 150,
    PutObject: 80,
    HeadObject: 60,
    DeleteObject: 12,
  }),
  ...kinds('s3', bucket, ['NoSuchBucket'], {
    ListObjects: 40,
    GetBucketAcl: 10,
    PutBucketPolicy: 1,
    DeleteBucket: 0.3,
  }),
  ...kinds('ec2', instance, ['Client.UnauthorizedOperation', 'Client.InvalidInstanceID.NotFound'], {
    DescribeInstances: 90,
    DescribeInstanceStatus: 40,
    RunInstances: 6,
    StartInstances: 4,
    StopInstances: 4,
    TerminateInstances: 3,
    ModifyInstanceAttribute: 2,
  }),
  ...kinds('sts', role, ['ExpiredTokenException'], {
    AssumeRole: 120,
    GetSessionToken: 6,
    AssumeRoleWithWebIdentity: 10,
  }),
  ...kinds('iam', user, ['NoSuchEntityException', 'EntityAlreadyExistsException'], {
    GetUser: 25,
    ListAccessKeys: 12,
    CreateUser: 1,
    DeleteUser: 0.5,
    CreateAccessKey: 1.5,
    DeleteAccessKey: 1,
    AttachUserPolicy: 1.5,
    DetachUserPolicy: 0.7,
    UpdateLoginProfile: 0.4,
  }),
  ...kinds('kms', key, ['KMSInvalidStateException'], { Decrypt: 80, GenerateDataKey: 50, DescribeKey: 15 }),
  ...kinds('lambda', lambda, ['ResourceNotFoundException'], { Invoke: 45, GetFunction: 8, UpdateFunctionCode: 2 }),
  ...kinds('dynamodb', table, ['ConditionalCheckFailedException'], {
    GetItem: 30,
    DescribeTable: 20,
    DeleteTable: 0.2,
  }),
  ...kinds('secretsmanager', secret, ['ResourceNotFoundException'], {
    GetSecretValue: 22,
    PutSecretValue: 1,
    RotateSecret: 0.5,
  }),
  ...kinds('signin', console, [], { ConsoleLogin: 3 }),
]

/** Who acts: the `userIdentity` up to its end, and the name that the profile makes of it. */
export interface Actor {
  readonly name: string
  readonly identity: string
  readonly account: string
  /** How busy it is, beside its place in the list. */
  readonly weight: number
}

const USERS = 1_800
const ROLES = 45
const SESSIONS_PER_ROLE = 20

/** Users and role sessions, in an order that mixes them: the first ones act most. */
export const actors: readonly Actor[] = madeActors()

function madeActors(): Actor[] {
  const random = new Random(0x0ac708)
  const made: Actor[] = []
  for (let i = 0; i < USERS; i++) {
    const name = `${words[i % words.length]}.${words[(i * 7 + Math.floor(i / words.length) + 3) % words.length]}@example.com`
    const account = accounts[i % accounts.length]
    const arn = `arn:aws:iam::${account}:user/${name}`
    made.push({
      name,
      account,
      weight: 1,
      identity: `{"type":"IAMUser","principalId":"AIDA${random.upperHex16()}","arn":"${arn}","accountId":"${account}","accessKeyId":"AKIA${random.upperHex16()}","userName":"${name}"}`,
    })
  }
  for (let i = 0; i < ROLES; i++) {
    const account = accounts[i % accounts.length]
    const name = `${['deploy', 'pipeline', 'reader', 'backup', 'audit', 'support'][i % 6]}-${words[i]}`
    const principal = `AROA${random.upperHex16()}`
    for (let j = 0; j < SESSIONS_PER_ROLE; j++) {
      const session = `${words[(i + j) % words.length]}-${j}`
      const arn = `arn:aws:sts::${account}:assumed-role/${name}/${session}`
      made.push({
        name: arn,
        account,
        weight: 0.4,
        identity: `{"type":"AssumedRole","principalId":"${principal}:${session}","arn":"${arn}","accountId":"${account}","accessKeyId":"ASIA${random.upperHex16()}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"${principal}","arn":"arn:aws:iam::${account}:role/${name}","accountId":"${account}","userName":"${name}"},"attributes":{"creationDate":"2026-03-01T06:00:00Z","mfaAuthenticated":"${j % 3 === 0}"}}}`,
      })
    }
  }
  for (let i = made.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const kept = made[i]
    made[i] = made[j]
    made[j] = kept
  }
  return made
}

export const userAgents: readonly string[] = [
  ...['2.15.0', '2.17.4', '2.22.1'].flatMap((version) =>
    ['Linux/5.10', 'Linux/6.1', 'Darwin/23.4', 'Windows/10'].map(
      (system) => `aws-cli/${version} Python/3.11.8 ${system} exe/x86_64 prompt/off`,
    ),
  ),
  ...Array.from(
    { length: 24 },
    (_, i) => `Boto3/1.${28 + i} Python/3.${9 + (i % 4)}.${i} Linux/5.15 Botocore/1.${31 + i}`,
  ),
  ...Array.from(
    { length: 20 },
    (_, i) => `aws-sdk-java/2.${20 + i}.${i * 3} Linux/5.10 OpenJDK_64-Bit_Server_VM/17.0.${i}`,
  ),
  ...Array.from(
    { length: 16 },
    (_, i) => `aws-sdk-go-v2/1.${16 + i}.0 os/linux lang/go#1.${20 + (i % 4)} md/GOARCH#arm64`,
  ),
  ...Array.from({ length: 12 }, (_, i) => `APN/1.0 HashiCorp/1.0 Terraform/1.${i}.0 (+https://terraform.example.com)`),
  ...Array.from(
    { length: 30 },
    (_, i) => `Mozilla/5.0 (X11; Linux x86_64; rv:1${i + 10}.0) Gecko/20100101 Firefox/1${i + 10}.0`,
  ),
  'console.amazonaws.com',
  'cloudformation.amazonaws.com',
  'autoscaling.amazonaws.com',
]

/** Addresses: most in 198.18.0.0/15, some in the documentation ranges, IPv6, and services by name. */
export const addresses: readonly string[] = madeAddresses()

function madeAddresses(): string[] {
  const random = new Random(0xadd7)
  const made = new Set<string>()
  while (made.size < 6_000) made.add(`198.${18 + random.below(2)}.${random.below(256)}.${random.below(256)}`)
  while (made.size < 6_200) made.add(`${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.below(256)}`)
  while (made.size < 6_500) made.add(`2001:db8:${random.below(16).toString(16)}::${random.below(0x10000).toString(16)}`)
  for (const service of ['autoscaling', 'cloudformation', 'lambda']) made.add(`${service}.amazonaws.com`)
  const mixed = [...made]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const kept = mixed[i]
    mixed[i] = mixed[j]
    mixed[j] = kept
  }
  return mixed
}
