/**
 * The generated events as tables: in the columns of `edge-platform` (14, the last one a JSON payload), and as the Purview portal
 * exports the unified audit log of Microsoft 365 (the record as JSON in the column AuditData).
 */
import { type EventSpec, EventText } from './eventText.ts'

export const tableKinds = ['edge-platform', 'm365-audit'] as const
export type TableKind = (typeof tableKinds)[number]

/** What the table is made of, out of an event as CloudTrail writes it. */
interface Event {
  readonly eventTime: string
  readonly eventSource: string
  readonly eventName: string
  readonly sourceIPAddress: string
  readonly userAgent: string
  readonly errorCode?: string
  readonly eventID: string
  readonly recipientAccountId: string
  readonly userIdentity: { readonly arn: string; readonly principalId?: string }
  readonly resources: readonly [{ readonly type: string; readonly ARN: string }]
}

type Cells = readonly string[]

const tables: { readonly [K in TableKind]: { readonly header: Cells; cells(event: Event, text: string): Cells } } = {
  'edge-platform': {
    header: [
      ...['Timestamp', 'User', 'Action', 'Resource Type', 'Resource ID', 'Resource Name', 'Status', 'IP Address'],
      ...['Tenant', 'Method', 'Path', 'Status Code', 'User Agent', 'Details'],
    ],
    cells: ({ userIdentity, resources: [resource], ...event }, text) => [
      event.eventTime.replace('T', ' ').replace('Z', ''),
      userIdentity.arn,
      actionOf(event.eventName),
      typeOf(resource.type),
      resource.ARN,
      resource.ARN.slice(resource.ARN.lastIndexOf('/') + 1),
      event.errorCode === undefined ? 'Success' : 'Failure',
      event.sourceIPAddress,
      event.recipientAccountId,
      'POST',
      `/${event.eventSource}/${event.eventName}`,
      event.errorCode === undefined ? '200' : '403',
      event.userAgent,
      text,
    ],
  },
  'm365-audit': {
    header: [
      ...['RecordId', 'CreationDate', 'RecordType', 'Operation', 'UserId', 'AuditData'],
      ...['AssociatedAdminUnits', 'AssociatedAdminUnitsNames'],
    ],
    cells: (event, text) => [
      event.eventID,
      event.eventTime,
      '6',
      event.eventName,
      event.userIdentity.arn,
      JSON.stringify({
        CreationTime: event.eventTime.replace('Z', ''),
        Id: event.eventID,
        Operation: event.eventName,
        OrganizationId: event.recipientAccountId,
        RecordType: 6,
        ResultStatus: event.errorCode === undefined ? 'Succeeded' : 'Failed',
        UserKey: event.userIdentity.principalId ?? '',
        UserType: 0,
        Version: 1,
        Workload: 'SharePoint',
        ClientIP: event.sourceIPAddress,
        ObjectId: event.resources[0].ARN,
        UserId: event.userIdentity.arn,
        ItemType: event.resources[0].type,
        UserAgent: event.userAgent,
        ApplicationDisplayName: event.eventSource,
        EventData: text.slice(text.indexOf('"requestParameters"'), text.indexOf(',"requestID"')),
      }),
      '',
      '',
    ],
  },
}

/** One of the platform's actions (E2). */
function actionOf(name: string): string {
  if (/^(?:Create|Put|Run|Start)/.test(name)) return 'create'
  if (/^(?:Delete|Terminate|Stop)/.test(name)) return 'delete'
  if (/^(?:Attach|Assume)/.test(name)) return 'assign'
  return /^(?:Get|List|Describe|Head)/.test(name) ? 'export' : 'update'
}

/** One of its resource types (E4). */
function typeOf(type: string): string {
  if (type.startsWith('AWS::S3')) return 'Edge'
  if (type.startsWith('AWS::IAM')) return 'User'
  return type.startsWith('AWS::EC2') ? 'Connector' : 'Config Template'
}

export class TableText {
  readonly head: string
  private readonly events: EventText
  private readonly kind: TableKind

  constructor(kind: TableKind, spec: EventSpec) {
    this.kind = kind
    this.events = new EventText(spec)
    this.head = lineOf(tables[kind].header)
  }

  /** The next row, with its line end. */
  next(): string {
    const text = this.events.next().trimEnd()
    return lineOf(tables[this.kind].cells(JSON.parse(text) as Event, text))
  }
}

function lineOf(cells: Cells): string {
  return `${cells.map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
}
