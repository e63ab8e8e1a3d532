/**
 * The one table of canonical event fields.
 *
 * The SQL schema, the column store, the query language, the grid's columns, export headers and the
 * reference in `docs/fields.md` are made from it. A profile may add columns of its own; those live in the case.
 */

/** What a field's values are. `time` is microseconds since 1970-01-01T00:00:00Z; everything else is text but `integer`. */
export type FieldType = 'text' | 'ip' | 'number' | 'time' | 'integer'

/**
 * How a field is kept.
 * `dictionary`: each distinct value once (up to {@link DICTIONARY_LIMIT}), the event holds its code; what no longer
 * fits stands inline. `inline`: always inline, for values that are all different. `own`: a plain integer column.
 * `annotation`: what people added to the event; kept beside the events, never a column of theirs. `mark`: kept there as well,
 * but found out by comparing events.
 */
export type FieldStorage = 'dictionary' | 'inline' | 'own' | 'annotation' | 'mark'

export interface Field {
  readonly id: string
  readonly label: string
  readonly type: FieldType
  readonly storage: FieldStorage
  /** Whether values are counted in the facet panel. */
  readonly facet: boolean
  /** One sentence for the manual. */
  readonly description: string
  /** Closed vocabulary, where there is one. */
  readonly values?: readonly string[]
}

/** Distinct values a field's dictionary may hold; later new values are stored inline with the event. */
export const DICTIONARY_LIMIT = 131_072

export const actorTypes = ['human', 'agent', 'service', 'system', 'unknown'] as const
export const operations = [
  'create',
  'read',
  'update',
  'delete',
  'revoke',
  'assign',
  'unassign',
  'sync',
  'export',
  'login',
  'logout',
  'execute',
  'approve',
  'deny',
  'other',
] as const
export const outcomes = ['success', 'failure', 'denied', 'warning', 'approved', 'allowed', 'unknown'] as const
export const severities = ['debug', 'info', 'notice', 'warning', 'error', 'critical'] as const

export type ActorType = (typeof actorTypes)[number]
export type Operation = (typeof operations)[number]
export type Outcome = (typeof outcomes)[number]
export type Severity = (typeof severities)[number]

const text = (id: string, label: string, description: string, more: Partial<Field> = {}): Field => ({
  id,
  label,
  type: 'text',
  storage: 'dictionary',
  facet: true,
  description,
  ...more,
})

/** Every canonical field, in the order of columns and exports. */
export const fields: readonly Field[] = [
  text('id', 'Event', 'Number of the event in this case, from 1.', { type: 'integer', storage: 'own', facet: false }),
  text('time', 'Time', 'When it happened, as the log says: UTC, microseconds. The original text is kept.', {
    type: 'time',
    storage: 'own',
    facet: false,
  }),
  text('actor', 'Actor', 'Who did it: e-mail, user name, name of the token, agent or service.'),
  text('actorType', 'Actor type', 'Kind of actor.', { values: actorTypes }),
  text('actorId', 'Actor id', 'The system’s own identifier of the actor.'),
  text(
    'onBehalfOf',
    'On behalf of',
    'The identity that was assumed or acted for, where somebody acted as somebody else.',
  ),
  text('action', 'Action', 'What was done, in the system’s own word.'),
  text('operation', 'Operation', 'What was done, in one vocabulary over all systems.', { values: operations }),
  text('category', 'Category', 'Family of actions, from the profile.'),
  text('outcome', 'Outcome', 'How it ended.', { values: outcomes }),
  text('severity', 'Severity', 'How grave the system calls it.', { values: severities }),
  text('resourceType', 'Resource type', 'Kind of thing acted upon.'),
  text('resourceId', 'Resource id', 'Identifier of the thing acted upon.'),
  text('resourceName', 'Resource name', 'Readable name of the thing acted upon.'),
  text('tenant', 'Tenant', 'Organisation, account, project or workspace it happened in.'),
  text('ip', 'IP address', 'Address the request came from.', { type: 'ip' }),
  text('userAgent', 'User agent', 'Client software, as it called itself.'),
  text('sessionId', 'Session', 'Session the event belongs to.'),
  text('requestId', 'Request', 'Request the event belongs to.', { storage: 'inline' }),
  text('eventId', 'Event id', 'The system’s own identifier of the event.', { storage: 'inline', facet: false }),
  text('method', 'Method', 'HTTP method or verb of the request.'),
  text('path', 'Path', 'HTTP path or URL of the request.'),
  text('status', 'Status', 'Status code or word of the reply.', { type: 'number' }),
  text('message', 'Message', 'The log’s own sentence about the event.'),
  text('source', 'Source', 'System the export comes from, named by the profile.'),
  text('exhibit', 'Exhibit', 'Label of the source file, E001 and on.', { storage: 'own' }),
  text('record', 'Record', 'Number of the record in its exhibit, from 0.', {
    type: 'integer',
    storage: 'own',
    facet: false,
  }),
  text(
    'duplicate',
    'Duplicate',
    'Whether an earlier event of this case has the same content. Unless a query speaks of this field, duplicates are left out and counted.',
    { storage: 'mark', values: ['yes'], facet: false },
  ),
  text('bookmark', 'Bookmark', 'Whether somebody bookmarked the event in this case.', {
    storage: 'annotation',
    values: ['yes'],
  }),
  text('tag', 'Tag', 'Tags that were put on the event in this case; an event may have several.', {
    storage: 'annotation',
  }),
  text('note', 'Note', 'Notes that were written about the event in this case; an event may have several.', {
    storage: 'annotation',
    facet: false,
  }),
  text('sample', 'Sample', 'Samples that the event was drawn into in this case; an event may be in several.', {
    storage: 'annotation',
    facet: false,
  }),
]

/** Fields a profile fills from a record; the others follow from where the record stands, or from what people added. */
export const mappedFields = fields.filter(
  (field) => !isKeptBeside(field) && !['id', 'time', 'source', 'exhibit', 'record'].includes(field.id),
)

const byId = new Map(fields.map((field) => [field.id.toLowerCase(), field]))

/** The canonical field of that id, whatever its case; undefined where there is none. */
export function fieldById(id: string): Field | undefined {
  return byId.get(id.toLowerCase())
}

/** Whether a field is kept beside the events: what people added to them, and how they compare; `id` as in the table. */
export function isBesideField(id: string): boolean {
  const field = byId.get(id.toLowerCase())
  return field !== undefined && isKeptBeside(field)
}

function isKeptBeside({ storage }: Field): boolean {
  return storage === 'annotation' || storage === 'mark'
}
