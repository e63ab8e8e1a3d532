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
