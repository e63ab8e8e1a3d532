/** A profile for tests that maps every canonical field from the key of its own name, so that a test controls every column. */
import { fields, mappedFields } from '../../shared/fields.ts'

export interface MadeProfile {
  readonly id: string
  /** Ids of the profile's own columns, filled from the keys of these names. */
  readonly columns: readonly string[]
}

export const plainProfile: MadeProfile = { id: 'made-plain', columns: ['region', 'quota'] }
export const otherProfile: MadeProfile = { id: 'made-other', columns: ['quota', 'zone_name', 'Value'] }

/** Fields that take only the words of their vocabulary. */
export const closedFields: ReadonlyMap<string, readonly string[]> = new Map(
  fields.flatMap((field) => (field.values === undefined ? [] : [[field.id, field.values]])),
)

/** The profile as its YAML file. Texts pass as they are (`ip` too), but empty text and `-`, which are no value. */
export function profileYaml({ id, columns }: MadeProfile): string {
  const field = (name: string): string => `  ${name}: { from: ['["${name}"]'], as: string }`
  const sample = (actor: string): string =>
    [
      `  - format: json`,
      `    record: '{"time":"2026-01-02T03:04:05Z","actor":"${actor}","madeBy":"${id}"}'`,
      `    event: { time: 2026-01-02T03:04:05Z, actor: ${actor}, action: null }`,
    ].join('\n')
  return `schema: 1
id: ${id}
version: 1
title: Made up
vendor: Nobody
source: ${sourceOf(id)}
documentation: [https://example.com/]
recognise:
  - { format: json, require: [madeBy], match: { madeBy: '^${id}$' }, score: 100 }
fields:
  time: { from: [time], format: iso, zone: UTC }
${mappedFields.map(({ id: name }) => field(name)).join('\n')}
columns:
${columns.map((name) => `  - { id: ${name}, label: ${name}, from: ['["${name}"]'], as: string }`).join('\n')}
samples:
${sample('ada')}
${sample('ben')}
`
}

/** Value of the field `source` under the profile of that id. */
export function sourceOf(id: string): string {
  return `${id}-source`
}
