/** Objects that say beside a value what it is: `{name: 'password', value: …}`, and the data of a Kubernetes Secret. */
import type { Member } from './jsonWalk.ts'

/** Names of the members of `{name: 'password', value: …}`, letters only. */
const NAME_KEYS = new Set([
  'name',
  'key',
  'field',
  'fieldname',
  'property',
  'propertyname',
  'parameter',
  'attribute',
  'header',
  'displayname',
])
const VALUE_KEYS = new Set(
  'value values valuestring stringvalue old new oldvalue newvalue before after from to previous current modifiedvalue'.split(
    ' ',
  ),
)

/** What an object says its values are called. */
export function namesIn(members: readonly Member[]): string[] {
  return members.filter(({ key, kind }) => kind === 'string' && NAME_KEYS.has(letters(key))).map(({ text }) => text)
}

/** Whether a member of such an object is the value. */
export function isValueKey(key: string): boolean {
  return VALUE_KEYS.has(letters(key))
}

/** An object of kind `Secret`, whatever its version. */
export function isKubernetesSecret(members: readonly Member[]): boolean {
  return members.some(({ key, kind, text }) => key === 'kind' && kind === 'string' && text === 'Secret')
}

/** Whether a member of such an object holds its secrets. */
export function isSecretData(key: string): boolean {
  return key === 'data' || key === 'stringData'
}

function letters(key: string): string {
  return key.toLowerCase().replace(/[^a-z]/g, '')
}
