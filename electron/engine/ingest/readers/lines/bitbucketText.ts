/**
 * A line of the audit log that Bitbucket Server and Stash wrote until version 6: eight parts with ` | ` between,
 * address, event, user, time in milliseconds, what it was about, details as JSON, id of the request, id of the session;
 * `-` where there is none.
 */
import type { Json } from '../../../../../shared/failure.ts'
import { jsonFromText } from '../jsonInText.ts'

const BETWEEN = ' | '

/** The parts by name, without those that are missing; null where the line is none. Details may hold the bar themselves. */
export function bitbucketFromText(text: string): { readonly [part: string]: Json } | null {
  const pieces = text.split(BETWEEN)
  if (pieces.length < 8) return null
  const [address, event, user, time, entity] = pieces
  if (!/^\d{12,14}$/.test(time) || !/^[A-Za-z][\w.$]{2,127}$/.test(event) || !/^[\w.:,% -]{1,512}$/.test(address))
    return null
  const details = pieces.slice(5, -2).join(BETWEEN)
  const [requestId, sessionId] = pieces.slice(-2)
  const parts: [string, Json][] = [
    ['address', address],
    ['event', event],
    ['user', user],
    ['time', time],
    ['entity', entity],
    ['details', /^[[{]/.test(details) ? (jsonFromText(details) ?? details) : details],
    ['requestId', requestId],
    ['sessionId', sessionId],
  ]
  return Object.fromEntries(parts.filter(([, value]) => value !== '-' && value !== ''))
}
