/** `vouch redaction`: what it lists, how it tells faults, and whose a pseudonym is. */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { CaseFolder } from '../../../../helpers/madeCase.ts'
import { vouchHere } from './cli.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

test('list gives every profile with every rule, whole', async () => {
  const { code, stdout } = await vouchHere(['redaction', 'list'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^people@1 {2}People and addresses\n/)
  expect(stdout).toContain('  persons    pseudonymise  fields actor, actorId, onBehalfOf; keys email, ')
  const { stdout: json } = await vouchHere(['redaction', 'list', '--json'])
  expect((JSON.parse(json) as { id: string }[]).map(({ id }) => id)).toEqual(['people', 'secrets-only', 'strict'])
})

test('test tells what is wrong, with the line', async () => {
  const path = folder.newPath('own.yaml')
  writeFileSync(path, 'schema: 1\nid: own\nversion: 1\ntitle: Own\nrules:\n  - { id: a, action: mask, keys: [pin] }\n')
  expect(await vouchHere(['redaction', 'test', path])).toMatchObject({
    code: 0,
    stdout: 'own@1  Own\n  a  mask          keys pin\n\n',
  })
  writeFileSync(path, readFileSync(path, 'utf8').replace('mask', 'hide'))
  const { code, stderr } = await vouchHere(['redaction', 'test', path])
  expect(code).toBe(1)
  expect(stderr).toContain('line 6: rules[0].action: must be one of remove, mask, pseudonymise')
})

test('pseudonym gives the digits that exports have', async () => {
  const path = await folder.makeCase([{ records: [{ actor: 'ada', action: 'login' }] }])
  expect((await vouchHere(['redaction', 'pseudonym', '--case', path, 'ada'])).stderr).toContain('[redaction/no-key]')
  const out = folder.newPath('out.csv')
  const words = ['export', '--case', path, '--format', 'csv', '--columns', 'actor', '--redact', 'people', '--out', out]
  expect((await vouchHere(words)).stdout).toContain('redacted by people@1: 1 values in 1 of 1 events\n')
  const { stdout: told } = await vouchHere(['redaction', 'pseudonym', '--case', path, 'ADA'])
  expect(readFileSync(out, 'utf8')).toBe(`actor\r\nperson${told.trim().slice(1)}\r\n`)
})

test('wrong use is told', async () => {
  expect(await vouchHere(['redaction', 'show'])).toMatchObject({ code: 2 })
})
