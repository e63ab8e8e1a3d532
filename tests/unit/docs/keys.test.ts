/** The manual's table of keys is the keys of the app: read from where they are given to `useCommands`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { screens } from '../../../renderer/state/caseStore.ts'
import { t } from '../../../renderer/texts/index.ts'

const root = resolve(import.meta.dirname, '../../..')

const sources = readdirSync(join(root, 'renderer/views'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(join(root, 'renderer/views', name), 'utf8'))
  .filter((text) => text.includes('useCommands('))

/** As the manual writes it. */
function keyText(key: string): string {
  return key
    .replace('Mod+', 'Ctrl+')
    .replace('Escape', 'Esc')
    .replace(/\+([a-z])$/, (_, letter: string) => `+${letter.toUpperCase()}`)
}

/** The text at a path such as `t.grid.next`. */
function textAt(path: string): string {
  const found = path
    .split('.')
    .slice(1)
    .reduce<unknown>((value, name) => (value as { readonly [name: string]: unknown })[name], t)
  if (typeof found !== 'string') throw new Error(`${path} is no text`)
  return found
}

/** Rows of the table the commands call for. Where a title depends, its usual one is the last. */
const wanted = sources.flatMap((text) => {
  const given = [...text.matchAll(/title: ([^\n]+?),\s*group(?:: [^\n]+?)?,\s*keys: \[([^\]]+)\]/g)]
  expect(given.length, 'commands whose keys this test understands').toBe(text.match(/\bkeys: \[/g)?.length ?? 0)
  return given.flatMap(([, title, keys]) => {
    if (title === 't.frame.screens[screen]')
      return screens.map((screen, place) => `| \`Alt+${place + 1}\` | ${t.frame.screens[screen]} |`)
    const paths = title.match(/\bt(?:\.\w+)+/g) ?? []
    const shown = [...keys.matchAll(/'([^']+)'/g)].map(([, key]) => `\`${keyText(key)}\``).join(' ')
    return [`| ${shown} | ${textAt(paths.at(-1) ?? '')} |`]
  })
})

describe('the table of keys', () => {
  test('has every key of the app, and no other', () => {
    const page = readFileSync(join(root, 'docs/app.md'), 'utf8')
    const start = page.indexOf('| key | does |')
    const table = page.slice(start, page.indexOf('\n\n', start)).split('\n').slice(2)
    expect(wanted.length).toBeGreaterThan(15)
    expect(table.toSorted()).toEqual(wanted.toSorted())
  })
})
