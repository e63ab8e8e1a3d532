import { describe, expect, test } from 'vitest'
import { changesFromPayload } from '../../../../../../electron/engine/diff/index.ts'
import { changeRulesFor } from '../../../../../../electron/engine/ingest/profiles/changeRules.ts'
import type { Payload } from '../../../../../../electron/engine/ingest/profiles/event.ts'
import { parseProfile } from '../../../../../../electron/engine/ingest/profiles/profileSchema.ts'

function specFrom(changes: string, more = 'json: { keys: loose }') {
  const parsed = parseProfile(
    `schema: 1\nid: made-up\nversion: 1\ntitle: T\nvendor: V\nsource: s\nrecognise: [{ format: json, require: [what], unwrap: message }]\n${more}\nfields: { action: { from: [what] } }\nchanges: ${changes}`,
    'x',
  )
  if (!parsed.ok) throw new Error(parsed.failures[0].message)
  return parsed.value
}

/** Before and after as the comparison finds them by the rules. */
function sides(changes: string, payload: Payload, more?: string): unknown {
  const found = changesFromPayload(payload, changeRulesFor(specFrom(changes, more), payload))
  return found === null || !('rule' in found.by) ? null : [found.before, found.after]
}

const pair = '[{ before: oldState, after: newState }]'

describe('changeRulesFor', () => {
  test('loosely named keys are told as the record writes them', () => {
    expect(changeRulesFor(specFrom(pair), { 'Old State': 1, new_state: 2 })).toEqual([
      { before: 'Old State', after: 'new_state' },
    ])
    expect(sides(pair, { 'Old State': { a: 1 }, new_state: { a: 2 } })).toEqual([{ a: 1 }, { a: 2 }])
  })

  test('exact keys stay exact where the profile is not loose', () => {
    expect(changeRulesFor(specFrom(pair, ''), { 'Old State': 1 })).toEqual([])
    expect(changeRulesFor(specFrom(pair, ''), { oldState: 1 })).toEqual([{ before: 'oldState', after: 'newState' }])
  })

  test('an alias is looked for in all its places, both sides in the same', () => {
    const more = 'aliases: { payload: [payload, details] }\njson: { keys: loose }'
    const rule = '[{ before: payload.before, after: payload.after }]'
    expect(changeRulesFor(specFrom(rule, more), { Details: { After: 2 } })).toEqual([
      { before: 'details.before', after: 'Details.After' },
    ])
    expect(sides(rule, { payload: { x: 1 }, details: { before: 'a', after: 'b' } }, more)).toEqual(['a', 'b'])
  })

  test('lists: elements with a spelling of their own, texts that hold JSON', () => {
    const rule = '[{ list: modifiedProperties, name: name, before: oldValue, after: newValue }]'
    const list = [{ Name: 'role', 'Old Value': 'user', 'New Value': 'admin' }]
    expect(sides(rule, { modified_properties: list })).toEqual([{ role: 'user' }, { role: 'admin' }])
    expect(sides(rule, { modified_properties: JSON.stringify(list) })).toEqual([{ role: 'user' }, { role: 'admin' }])
  })

  test('brackets become the place of the element; maps and flat headers are found', () => {
    const where = '[{ before: "targets[type=User].old", after: "targets[type=User].new" }]'
    const targets: Payload[] = [{ type: 'App' }, { Type: 'USER', Old: 1, New: 2 }]
    expect(changeRulesFor(specFrom(where), { targets })).toEqual([
      { before: 'targets[1].Old', after: 'targets[1].New' },
    ])
    expect(changeRulesFor(specFrom('[{ map: details.changes }]'), { 'Details Changes': { a: [1, 2] } })).toEqual([
      { map: 'Details Changes' },
    ])
  })

  test('inside an envelope the path leads through it', () => {
    const text = { message: '{"what":"x","Old State":"a","New State":"b"}' }
    expect(changeRulesFor(specFrom(pair), text)).toEqual([{ before: 'message.Old State', after: 'message.New State' }])
    expect(sides(pair, text)).toEqual(['a', 'b'])
  })

  test('hostile keys: dots, brackets, quotes, prototype names', () => {
    const odd = JSON.parse('{"__proto__":{"Old.State":1},"x":{"a\\"]":{"new_state":2}}}') as Payload
    const rule = '[{ before: "__proto__.oldState", after: "x.a.newState" }]'
    expect(changeRulesFor(specFrom(rule), odd)).toEqual([
      { before: '__proto__["Old.State"]', after: 'x["a\\"]"].new_state' },
    ])
    expect(sides(rule, odd)).toEqual([1, 2])
    expect(changeRulesFor(specFrom('[{ map: constructor.prototype }]'), {})).toEqual([])
  })
})
