/** Requests for a choice, as settings of the system's dialogs. */
import { describe, expect, test } from 'vitest'
import { dialogSetting } from '../../../../../electron/hosts/desktop/dialogs.ts'

describe('a dialog', () => {
  test('for files takes several, of every kind', () => {
    const { kind, options } = dialogSetting({ kind: 'files', title: 'Import' })
    expect(kind).toBe('open')
    expect(options.properties).toContain('multiSelections')
    expect(options.filters).toBeUndefined()
  })

  test('for a folder takes one folder', () => {
    expect(dialogSetting({ kind: 'folder', title: 'x' }).options.properties).toEqual([
      'openDirectory',
      'dontAddToRecent',
    ])
  })

  test('for a case takes one .vouch', () => {
    const { options } = dialogSetting({ kind: 'case', title: 'Open case' })
    expect(options.properties).toEqual(['openFile'])
    expect(options.filters).toEqual([{ name: 'Vouch case', extensions: ['vouch'] }])
  })

  test('for saving begins at the suggestion and asks before it replaces', () => {
    const { kind, options } = dialogSetting({ kind: 'save', title: 'Export', suggestedPath: '/home/a/out.csv' })
    expect(kind).toBe('save')
    expect(options.defaultPath).toBe('/home/a/out.csv')
    expect(options.properties).toContain('showOverwriteConfirmation')
    expect(options.filters).toEqual([])
  })

  test('for saving a case knows its ending', () => {
    expect(
      dialogSetting({ kind: 'save', title: 'New case', suggestedPath: '/a/b.vouch' }).options.filters,
    ).toHaveLength(1)
  })

  test('has a title of bounded length, also where the system shows messages instead', () => {
    const { options } = dialogSetting({ kind: 'files', title: 'x'.repeat(5000) })
    expect(options.title).toHaveLength(120)
    expect(options.message).toBe(options.title)
  })
})
