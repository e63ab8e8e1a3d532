/** The bodies of a request, and the ids that lead on, wherever systems put them. */
import { describe, expect, test } from 'vitest'
import { httpInfo } from '../../../../electron/engine/httpInfo.ts'
import { objectLinks } from '../../../../electron/engine/objectLinks.ts'
import type { Json } from '../../../../shared/failure.ts'

describe('the request of an event', () => {
  test.each<[string, Json]>([
    ['CloudTrail', { requestParameters: { a: 1 }, responseElements: { b: 2 } }],
    ['Kubernetes', { requestObject: { a: 1 }, responseObject: { b: 2 } }],
    ['an HTTP log', { http: { request: { body: { a: 1 } }, response: { body: { b: 2 } } } }],
    ['columns of a table', { 'Request Body': { a: 1 }, Response: { b: 2 } }],
  ])('has both bodies in the shape of %s', (_, payload) => {
    expect(httpInfo({ method: 'PUT', path: '/x', status: '200' }, payload)).toEqual({
      method: 'PUT',
      path: '/x',
      status: '200',
      requestBody: { a: 1 },
      responseBody: { b: 2 },
    })
  })

  test('is none where nothing tells of one, and keys such as `__proto__` do not make one', () => {
    expect(httpInfo({}, { a: 1 })).toBe(null)
    expect(httpInfo({}, JSON.parse('{"__proto__": {"requestBody": 1}}') as Json)).toBe(null)
  })
})

describe('ids that lead on', () => {
  const paths = (payload: Json, own?: string) => objectLinks(payload, own).map(({ path }) => path)

  test('stand under keys that end in id, arn, uuid and the like, or tell who stood behind', () => {
    const payload = {
      report_id: 'rep_1234',
      roleArn: 'arn:aws:iam::1:role/x',
      triggered_by: 'agent-77',
      name: 'rep_1234',
    }
    expect(paths(payload)).toEqual(['payload.report_id', 'payload.roleArn', 'payload.triggered_by'])
  })

  test('are no words, no short numbers, not the event itself, and each value once', () => {
    expect(paths({ valid: 'rep_1234', paid: 'rep_1234', sort_by: 'name', page_id: 7 })).toEqual([])
    expect(paths({ id: 'evt_1', a_id: 'obj_1', b_id: 'obj_1' }, 'evt_1')).toEqual(['payload.a_id'])
  })

  test('are bounded', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}_id`, `obj_${i}`]))
    expect(paths(many).length).toBe(50)
  })
})
