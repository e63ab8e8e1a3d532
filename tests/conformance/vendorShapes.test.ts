/** The wrappers and cuts in which vendors' exports come: each is recognised and read by its own profile, and by no tie. */
import { describe, expect, test } from 'vitest'
import { chooseMapping, knownProfiles, ProfileSet } from '../../electron/engine/ingest/index.ts'

const set = new ProfileSet(knownProfiles([]))

const signIn = {
  id: 's-1',
  createdDateTime: '2026-01-02T03:04:05Z',
  userPrincipalName: 'alex@example.com',
  ipAddress: '192.0.2.1',
  status: { errorCode: 50126 },
}
const unified = {
  CreationTime: '2026-01-02T03:04:05',
  Id: 'a',
  Operation: 'FileAccessed',
  RecordType: 6,
  UserId: 'alex@example.com',
  Workload: 'SharePoint',
  ClientIP: '[2001:db8::1]:443',
}
const okta = {
  uuid: 'u-1',
  published: '2026-01-02T03:04:05Z',
  eventType: 'user.session.start',
  actor: { id: '00u1', type: 'User', alternateId: 'alex@example.com' },
  outcome: { result: 'SUCCESS' },
}
const apiServer = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  auditID: 'a-1',
  stage: 'ResponseComplete',
  verb: 'delete',
  user: { username: 'alex@example.com' },
  objectRef: { resource: 'pods', namespace: 'shop', name: 'web-0' },
  responseStatus: { code: 200 },
  stageTimestamp: '2026-01-02T03:04:05Z',
}
const trail = {
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', userName: 'alex@example.com' },
  eventTime: '2026-01-02T03:04:05Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'DeleteBucket',
  awsRegion: 'eu-west-1',
}
const cloudEntry = {
  insertId: 'i-1',
  timestamp: '2026-01-02T03:04:05Z',
  protoPayload: { methodName: 'SetIamPolicy', authenticationInfo: { principalEmail: 'alex@example.com' } },
}
const gitHub = {
  '@timestamp': 1767323045000,
  _document_id: 'd-1',
  action: 'repo.create',
  actor: 'alex@example.com',
  org: 'example-org',
}
const quoted = (value: unknown): string => `"${JSON.stringify(value).replaceAll('"', '""')}"`
const time = '2026-01-02T03:04:05.000Z'
const actor = 'alex@example.com'

/** Name, text of the file, profile, and values of its first event. */
const files: readonly (readonly [string, string, string, Readonly<Record<string, string>>])[] = [
  [
    'a page of Microsoft Graph',
    JSON.stringify({ '@odata.context': 'x', value: [signIn, signIn] }),
    'entra-sign-in',
    { time, actor, outcome: 'failure' },
  ],
  ['the same as lines', `${JSON.stringify(signIn)}\n${JSON.stringify(signIn)}\n`, 'entra-sign-in', { time, actor }],
  ['unified audit log as a list', JSON.stringify([unified]), 'm365-audit', { time, actor, ip: '2001:db8::1' }],
  [
    'unified audit log of PowerShell 5, with its type line',
    `#TYPE Selected.PSObject\n"CreationDate","UserIds","Operations","AuditData"\n"1/2/2026 3:04:05 AM","${actor}","FileAccessed",${quoted(unified)}\n`,
    'm365-audit',
    { time, actor, operation: 'read' },
  ],
  [
    'a record of it with hardly anything',
    JSON.stringify({ Operation: 'Set-Mailbox', UserId: actor, ClientIP: '192.0.2.1' }),
    'm365-audit',
    { actor, operation: 'update' },
  ],
  [
    'activity log of the REST API',
    JSON.stringify({
      value: [
        {
          caller: actor,
          eventTimestamp: time,
          operationName: { value: 'Microsoft.Compute/virtualMachines/start/action' },
          status: { value: 'Succeeded' },
        },
      ],
    }),
    'azure-activity',
    { time, actor, operation: 'execute', outcome: 'success' },
  ],
  [
    'audit records of an event hub',
    JSON.stringify({
      records: [
        {
          time,
          category: 'AuditLogs',
          operationName: 'Add user',
          properties: {
            activityDisplayName: 'Add user',
            result: 'success',
            initiatedBy: { user: { userPrincipalName: actor } },
          },
        },
      ],
    }),
    'entra-audit',
    { time, actor, operation: 'create' },
  ],
  [
    'AuditLogs of Sentinel',
    `"TimeGenerated [UTC]",OperationName,Category,Result,InitiatedBy,TargetResources\n"1/2/2026, 3:04:05.000 AM",Add user,UserManagement,success,${quoted({ user: { userPrincipalName: actor } })},${quoted([{ type: 'User', userPrincipalName: 'sam@example.com' }])}\n`,
    'entra-audit',
    { time, actor, resourceName: 'sam@example.com' },
  ],
  [
    'OfficeActivity of Sentinel',
    `Operation,OfficeWorkload,UserId,"TimeGenerated [UTC]"\nFileDownloaded,OneDrive,${actor},"1/2/2026, 3:04:05.000 AM"\n`,
    'm365-audit',
    { time, actor, operation: 'export' },
  ],
  [
    'a page of the Reports API',
    JSON.stringify({
      kind: 'admin#reports#activities',
      items: [
        {
          id: { time, applicationName: 'token' },
          actor: { email: actor },
          events: [{ type: 'auth', name: 'authorize' }],
        },
      ],
    }),
    'google-workspace',
    { time, actor, action: 'authorize' },
  ],
  [
    'hits of a search',
    JSON.stringify({
      hits: {
        hits: [
          {
            _source: {
              '@timestamp': time,
              ecs: { version: '8' },
              event: { action: 'login', category: ['authentication'] },
              user: { email: actor },
            },
          },
        ],
      },
    }),
    'ecs-events',
    { time, actor, operation: 'login' },
  ],
  [
    'a result of Athena',
    `eventtime,eventname,eventsource,useridentity\n${time},PutObject,s3.amazonaws.com,"{type=IAMUser, username=alex}"\n`,
    'aws-cloudtrail-lake-csv',
    { time, actor: 'alex', operation: 'create' },
  ],
  ['a page of the System Log', JSON.stringify([okta]), 'okta-system-log', { time, actor, outcome: 'success' }],
  [
    'an event hook of Okta',
    JSON.stringify({
      eventType: 'com.okta.event_hook',
      eventTypeVersion: '1.0',
      cloudEventsVersion: '0.1',
      source: 'https://example.com',
      eventTime: '2026-01-02T03:10:00Z',
      data: { events: [okta, okta] },
    }),
    'okta-system-log',
    { time, actor },
  ],
  [
    'a CSV that Splunk exports',
    `"_raw","_time",host,sourcetype\n${quoted(okta)},"2026-01-02T03:10:00.000+0000",h,OktaIM2:log\n`,
    'okta-system-log',
    { time, actor, eventId: 'u-1' },
  ],
  [
    'results that Splunk exports',
    `${JSON.stringify({ preview: false, result: { _raw: JSON.stringify(okta), _time: 'x' } })}\n`.repeat(2),
    'okta-system-log',
    { time, actor },
  ],
  [
    'a batch of the audit webhook of Kubernetes',
    JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items: [apiServer, apiServer] }),
    'kubernetes-audit',
    { time, actor, operation: 'delete', resourceName: 'web-0' },
  ],
  [
    'a subscription of CloudWatch Logs',
    JSON.stringify({
      messageType: 'DATA_MESSAGE',
      logGroup: '/aws/eks/demo/cluster',
      logStream: 'kube-apiserver-audit-1',
      logEvents: [{ id: '1', timestamp: 1767323640000, message: JSON.stringify(apiServer) }],
    }),
    'kubernetes-audit',
    { time, actor, outcome: 'success' },
  ],
  [
    'lines of a container log',
    `${JSON.stringify({ log: `${JSON.stringify(apiServer)}\n`, stream: 'stdout', time: '2026-01-02T03:10:00Z' })}\n`,
    'kubernetes-audit',
    { time, actor },
  ],
  ['a file of a trail', JSON.stringify({ Records: [trail, trail] }), 'aws-cloudtrail', { time, actor }],
  [
    'a result of lookup-events',
    JSON.stringify({ Events: [{ EventId: 'e', EventName: 'x', CloudTrailEvent: JSON.stringify(trail) }] }),
    'aws-cloudtrail',
    { time, actor, operation: 'delete' },
  ],
  [
    'an event of EventBridge',
    JSON.stringify({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.s3', detail: trail }),
    'aws-cloudtrail',
    { time, actor },
  ],
  [
    'a page of entries.list',
    JSON.stringify({ entries: [cloudEntry] }),
    'gcp-audit',
    { time, actor, operation: 'assign' },
  ],
  [
    'hits whose message holds the record',
    JSON.stringify({ hits: { hits: [{ _source: { '@timestamp': 'x', message: JSON.stringify(cloudEntry) } }] } }),
    'gcp-audit',
    { time, actor },
  ],
  [
    'documents of Elastic Agent that keep the original',
    JSON.stringify({
      '@timestamp': '2026-01-02T03:10:00Z',
      ecs: { version: '8' },
      event: { action: 'repo.create', dataset: 'github.audit', original: JSON.stringify(gitHub) },
    }),
    'github-audit',
    { time, actor, operation: 'create', eventId: 'd-1' },
  ],
  [
    'a page of GraphQL',
    JSON.stringify({
      data: {
        organization: {
          auditLog: {
            edges: [{ node: { action: 'repo.create', actorLogin: actor, createdAt: time, repositoryName: 'o/r' } }],
          },
        },
      },
    }),
    'github-audit',
    { time, actor, resourceName: 'o/r' },
  ],
  [
    'a page of the organisation log of Atlassian',
    JSON.stringify({
      data: [{ id: 'e', type: 'events', attributes: { time, action: 'user_added_to_group', actor: { email: actor } } }],
      meta: { next: 'x' },
      links: { self: 'x' },
    }),
    'atlassian-org-audit',
    { time, actor, operation: 'assign' },
  ],
]

describe('files as vendors give them', () => {
  test.each(files)('%s', (_name, text, profileId, expected) => {
    const { profile, samples, candidates } = chooseMapping(Buffer.from(text), true, set, null, null)
    expect(profile.id).toBe(profileId)
    const [first, second] = candidates
    expect(second?.score ?? 0).toBeLessThan(first.score)
    const mapped = profile.map(samples[0])
    if (!mapped.ok) throw new Error(mapped.failure.message)
    const { event } = mapped
    const values = Object.fromEntries(profile.outputs.map(({ id }, i) => [id, event.values[i]]))
    const found = { ...values, time: event.time === null ? null : new Date(event.time / 1000).toISOString() }
    expect(found).toMatchObject(expected)
  })
})
