/**
 * Columns and headers that exports of known systems have, so that what Vouch writes can go where such an export goes.
 *
 * Only D4 is documented word for word. The other systems' manuals name what their exports hold, not the headers; those
 * here are names that the systems' bundled profiles read.
 */

export interface PresetColumn {
  readonly header: string
  /**
   * Fields or paths of the payload (`payload.details`); the first that has a value in a record counts. A field that a
   * case does not know has no value. `payload` is the whole record.
   */
  readonly from: readonly string[]
  /** Its values are JSON, texts among them in quotes. */
  readonly isJson?: boolean
}

export interface ExportPreset {
  readonly name: string
  readonly label: string
  /** Where it comes from. */
  readonly source: string
  readonly columns: readonly PresetColumn[]
}

const is = (header: string, ...from: string[]): PresetColumn => ({ header, from })
const json = (header: string, ...from: string[]): PresetColumn => ({ header, from, isJson: true })

export const exportPresets: readonly ExportPreset[] = [
  {
    name: 'admin-console',
    label: 'Admin console (A8)',
    source: 'Reference system A: A2, A8, A9',
    columns: [
      is('id', 'eventId'),
      is('created_at', 'time'),
      is('action', 'action'),
      is('actor_email', 'actor'),
      is('actor_type', 'actorType'),
      is('actor_id', 'actorId'),
      is('resource_type', 'resourceType'),
      is('resource_id', 'resourceId'),
      is('project_id', 'tenant'),
      is('outcome', 'outcome'),
      json('metadata', 'payload.metadata', 'payload.details', 'payload'),
    ],
  },
  {
    name: 'workspace-ledger',
    label: 'Workspace ledger (B8)',
    source: 'Reference system B: B1, B4, B7, B8',
    columns: [
      is('id', 'eventId'),
      is('created_at', 'time'),
      is('action', 'action'),
      is('actor', 'actor'),
      is('actor_type', 'actorType'),
      is('target_kind', 'resourceType'),
      is('target_id', 'resourceId'),
      is('target_name', 'resourceName'),
      is('workspace', 'tenant'),
      json('payload', 'payload.payload', 'payload.details', 'payload.metadata', 'payload'),
    ],
  },
  {
    name: 'agent-governance',
    label: 'Agent governance (C5)',
    source: 'Reference system C: C1, C4, C5',
    columns: [
      is('timestamp', 'time'),
      is('event_type', 'eventType', 'category'),
      is('actor', 'actor'),
      is('action', 'action'),
      is('result', 'outcome'),
      is('details', 'message'),
      is('resource_type', 'resourceType'),
      is('event_id', 'eventId'),
      is('organization_id', 'tenant'),
      is('actor_id', 'actorId'),
      is('http_method', 'method'),
      is('http_path', 'path'),
      json('request_body', 'payload.request.body', 'payload.request_body', 'payload.requestBody'),
      json('response', 'payload.response', 'payload.response_body'),
    ],
  },
  {
    name: 'rule-registry',
    label: 'Rule registry (D4)',
    source: 'Reference system D: D4',
    columns: [
      is('occurredAt', 'time'),
      is('actor', 'actor'),
      is('entityType', 'resourceType'),
      is('entitySlug', 'resourceName', 'resourceId'),
      is('entityVersion', 'entityVersion'),
      is('action', 'action'),
      is('engineVersion', 'engineVersion'),
      is('clientIp', 'ip'),
      json('payload', 'payload.payload', 'payload.details', 'payload'),
    ],
  },
  {
    name: 'edge-platform',
    label: 'Edge platform (E6)',
    source: 'Reference system E: E1, E3, E6',
    columns: [
      is('timestamp', 'time'),
      is('user_email', 'actor'),
      is('action', 'action'),
      is('resource_type', 'resourceType'),
      is('resource_id', 'resourceId'),
      is('resource_name', 'resourceName'),
      is('status', 'outcome'),
      is('ip_address', 'ip'),
      is('tenant', 'tenant'),
      is('method', 'method'),
      is('path', 'path'),
      is('status_code', 'status'),
      json('details', 'payload.details', 'payload.metadata', 'payload'),
    ],
  },
]

export function exportPreset(name: string): ExportPreset | undefined {
  return exportPresets.find((preset) => preset.name === name.toLowerCase())
}
