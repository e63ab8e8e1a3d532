/** Texts of the tree that shows payloads. */
export const tree = {
  search: 'Search in here',
  found: (count: string) => `${count} found`,
  elements: (count: string) => `[${count}]`,
  members: (count: string) => `{${count}}`,
  more: (count: string) => `show ${count} more characters`,
} as const
