/** One window per case. */
import { describe, expect, test } from 'vitest'
import { caseWindows } from '../../../../../electron/hosts/desktop/caseWindows.ts'

function three() {
  const windows = caseWindows<string>('linux')
  windows.add('first', '/a.vouch')
  windows.add('second', null)
  windows.add('third', '/b.vouch')
  return windows
}

describe('windows', () => {
  test('are found by their case, whatever its path is spelled like', () => {
    expect(three().windowOf('/x/../a.vouch')).toBe('first')
    expect(three().windowOf('/c.vouch')).toBeUndefined()
  })

  test('are listed with the one in front first', () => {
    const windows = three()
    expect(windows.all()).toEqual(['third', 'second', 'first'])
    windows.toFront('first')
    expect(windows.all()).toEqual(['first', 'third', 'second'])
    expect(windows.caseOf('first')).toBe('/a.vouch')
  })

  test('with a start screen are empty until they show a case', () => {
    const windows = three()
    expect(windows.emptyWindow()).toBe('second')
    windows.show('second', '/c.vouch')
    expect(windows.emptyWindow()).toBeUndefined()
    expect(windows.windowOf('/c.vouch')).toBe('second')
  })

  test('that are closed are gone, and stay gone', () => {
    const windows = three()
    windows.remove('first')
    windows.show('first', '/a.vouch')
    windows.toFront('first')
    expect(windows.windowOf('/a.vouch')).toBeUndefined()
    expect(windows.all()).toEqual(['third', 'second'])
  })
})
