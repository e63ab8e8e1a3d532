/** Every link and picture of the documentation leads to something that is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  'bench/README.md',
]

/** Targets of links and pictures, those in code left out. */
function targetsOf(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8')
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ' '))
  const marked = Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target)
  return [...marked, ...Array.from(text.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g), ([, target]) => target)]
}

/** The name by which GitHub knows a heading. */
function anchorsOf(file: string): string[] {
  return Array.from(readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm), ([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

describe('links', () => {
  test('there are some, so that nothing passes by finding none', () => {
    expect(pages.flatMap(targetsOf).length).toBeGreaterThan(40)
  })

  test.each(pages)('of %s lead somewhere', (page) => {
    const broken = targetsOf(page).filter((target) => {
      if (/^https?:/.test(target)) return false
      const [path, anchor] = target.split('#')
      const file = path === '' ? join(root, page) : resolve(root, dirname(page), path)
      if (relative(root, file).startsWith('..') || !existsSync(file)) return true
      return anchor !== undefined && !anchorsOf(file).includes(anchor)
    })
    expect(broken).toEqual([])
  })
})
