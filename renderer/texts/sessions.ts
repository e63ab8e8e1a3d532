/** Texts of the sessions screen. */
export const sessions = {
  title: 'Sessions',
  search: 'Find a person, address, agent or id',
  liveAt: 'Live at',
  liveHint: '2026-05-12 14:03, now …',
  liveUnread: 'This is not a time',
  counts: (total: string, recorded: string, derived: string) =>
    `${total} sessions · ${recorded} recorded · ${derived} derived from events`,
  none: 'No session answers',
  noneWhy:
    'Neither a session record nor an event with a session id is among the events that match the filter of the open tab.',
  actor: 'Who',
  status: 'Status',
  first: 'First seen',
  last: 'Last seen',
  expires: 'Expires',
  addresses: 'Addresses',
  agents: 'User agents',
  events: 'Events',
  actions: 'Most frequent',
  id: 'Session',
  recorded: 'recorded',
  derived: 'derived',
  more: (count: string) => `+ ${count}`,
  show: 'Show its events',
  filtered: 'Of the filter in the open tab',
  export: 'Export',
} as const
