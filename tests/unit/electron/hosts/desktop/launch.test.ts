/** Which cases a command line names, and when two paths are one case. */
import { describe, expect, test } from 'vitest'
import { caseKey, casesOfArguments } from '../../../../../electron/hosts/desktop/launch.ts'

describe('cases of a command line', () => {
  test('are its words that end in .vouch, from the folder it was typed in', () => {
    const words = [
      '.',
      '--enable-features=x.vouch',
      'one.vouch',
      '/data/Two.VOUCH',
      'log.ndjson',
      '-psn_0_1',
      '../c/three.vouch',
    ]
    expect(casesOfArguments(words, '/home/a/cases')).toEqual([
      '/home/a/cases/one.vouch',
      '/data/Two.VOUCH',
      '/home/a/c/three.vouch',
    ])
  })

  test('come once, however often they are named', () => {
    expect(casesOfArguments(['a.vouch', './a.vouch', '/x/../home/a.vouch'], '/home')).toEqual(['/home/a.vouch'])
  })

  test('are never addresses of other schemes with a switch in front, nor hold zero bytes', () => {
    expect(casesOfArguments(['--open=a.vouch', 'a\0.vouch', '', 'vouch'], '/home')).toEqual([])
  })
})

test('upper and lower case tell cases apart where the system does', () => {
  expect(caseKey('/a/Case.vouch', 'linux')).not.toBe(caseKey('/a/case.vouch', 'linux'))
  for (const platform of ['darwin', 'win32'])
    expect(caseKey('/a/Case.vouch', platform)).toBe(caseKey('/a/x/../case.vouch', platform))
})
