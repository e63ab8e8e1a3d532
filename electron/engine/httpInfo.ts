/** The HTTP request an event tells of: method, path and status from its fields, the bodies from its payload. */
import type { HttpInfo } from '../../shared/api/index.ts'
import type { Json } from '../../shared/failure.ts'

type Place = readonly string[]

/**
 * Where systems put the bodies, the surest place first; keys are matched ignoring case and everything that is no letter or
 * digit. CloudTrail: requestParameters, responseElements. Kubernetes: requestObject, responseObject. Google Cloud:
 * protoPayload.request, .response. The others: the usual spellings, at the top or under `details`.
 */
const REQUESTS: readonly Place[] = [
  ['requestparameters'],
  ['requestobject'],
  ['requestbody'],
  ['request', 'body'],
  ['http', 'request', 'body'],
  ['protopayload', 'request'],
  ['details', 'requestbody'],
  ['details', 'request', 'body'],
  ['details', 'request'],
  ['metadata', 'requestbody'],
  ['metadata', 'request', 'body'],
  ['http', 'requestbody'],
  ['requestdata'],
  ['request', 'data'],
]

const RESPONSES: readonly Place[] = [
  ...REQUESTS.map((place) =>
    place.map((key) => (key === 'requestparameters' ? 'responseelements' : key.replace('request', 'response'))),
  ),
  // Where no part of it is called the body, the response is shown whole.
  ['response'],
]

/** Null where neither fields nor payload tell of a request. */
export function httpInfo(fields: { readonly [field: string]: string }, payload: Json): HttpInfo | null {
  const { method = null, path = null, status = null } = fields
  const requestBody = bodyAt(payload, REQUESTS)
  const responseBody = bodyAt(payload, RESPONSES)
  if (method === null && path === null && requestBody === undefined && responseBody === undefined) return null
  return {
    method,
    path,
    status,
    ...(requestBody === undefined ? {} : { requestBody }),
    ...(responseBody === undefined ? {} : { responseBody }),
  }
}

function bodyAt(payload: Json, places: readonly Place[]): Json | undefined {
  for (const place of places) {
    const found = valueAt(payload, place)
    if (found !== undefined && found !== null) return found
  }
  return undefined
}

function valueAt(value: Json, place: Place): Json | undefined {
  let at: Json | undefined = value
  for (const wanted of place) {
    if (typeof at !== 'object' || at === null || Array.isArray(at)) return undefined
    const holder: object = at
    const key: string | undefined = Object.keys(holder).find((name) => letters(name) === wanted)
    at = key === undefined ? undefined : (Object.getOwnPropertyDescriptor(holder, key)?.value as Json)
  }
  return at
}

function letters(key: string): string {
  return key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
