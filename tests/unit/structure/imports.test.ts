/** Who may import whom: one walk over all imports against one table. An exception is a line there, with its reason. */
import { readdirSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Import, importsOf } from '../../helpers/imports.ts'

const root = resolve(import.meta.dirname, '../../..')

interface Part {
  readonly path: string
  /** Parts of ours besides its own and `shared/`. */
  readonly imports: readonly string[]
  /** Whether Node's modules may be used. */
  readonly node: boolean
  /** False: its files are imported one by one; left out: through its `index.ts`. */
  readonly hasDoor?: boolean
}

/** Longest prefix wins. */
const parts: readonly Part[] = [
  { path: 'shared/', imports: [], node: false },
  { path: 'electron/engine/base/', imports: [], node: true },
  { path: 'electron/engine/integrity/', imports: ['electron/engine/base/'], node: true },
  { path: 'electron/engine/diff/', imports: ['electron/engine/base/'], node: false },
  { path: 'electron/engine/case/', imports: ['electron/engine/base/', 'electron/engine/integrity/'], node: true },
  { path: 'electron/engine/store/', imports: ['electron/engine/base/', 'electron/engine/case/'], node: true },
  {
    path: 'electron/engine/annotate/',
    imports: ['electron/engine/base/', 'electron/engine/integrity/', 'electron/engine/case/', 'electron/engine/store/'],
    node: true,
  },
  {
    path: 'electron/engine/ingest/',
    imports: ['electron/engine/base/', 'electron/engine/integrity/', 'electron/engine/case/', 'electron/engine/store/'],
    node: true,
  },
  {
    path: 'electron/engine/query/',
    imports: ['electron/engine/base/', 'electron/engine/case/', 'electron/engine/store/'],
    node: true,
  },
  {
    path: 'electron/engine/sampling/',
    imports: ['electron/engine/base/', 'electron/engine/integrity/', 'electron/engine/case/', 'electron/engine/store/'],
    node: true,
  },
  {
    path: 'electron/engine/evidence/',
    imports: [
      'electron/engine/base/',
      'electron/engine/integrity/',
      'electron/engine/diff/',
      'electron/engine/case/',
      'electron/engine/store/',
      'electron/engine/query/',
      // Verifying a case verifies what people added to it.
      'electron/engine/annotate/',
      // And that its samples are what their seeds give.
      'electron/engine/sampling/',
    ],
    node: true,
  },
  {
    path: 'electron/engine/pull/',
    imports: ['electron/engine/base/', 'electron/engine/case/', 'electron/engine/ingest/'],
    node: true,
  },
  { path: 'electron/engine/jobs/', imports: [], node: true },
  // The door and its handlers put the parts together.
  {
    path: 'electron/engine/',
    imports: [
      'base',
      'integrity',
      'diff',
      'case',
      'store',
      'annotate',
      'ingest',
      'query',
      'sampling',
      'evidence',
      'pull',
      'jobs',
    ].map((part) => `electron/engine/${part}/`),
    node: true,
  },
  // Loaded before everything else.
  { path: 'electron/hosts/runtime/', imports: [], node: true },
  { path: 'electron/hosts/app/', imports: ['electron/engine/'], node: true },
  { path: 'electron/hosts/desktop/', imports: ['electron/engine/', 'electron/hosts/app/'], node: true },
  { path: 'electron/hosts/loopback/', imports: ['electron/engine/', 'electron/hosts/app/'], node: true },
  {
    path: 'electron/hosts/cli/',
    imports: ['electron/engine/', 'electron/hosts/runtime/', 'electron/hosts/app/', 'electron/hosts/loopback/'],
    node: true,
  },
  {
    path: 'electron/hosts/start/',
    imports: ['electron/engine/', 'electron/hosts/runtime/', 'electron/hosts/app/', 'electron/hosts/loopback/'],
    node: true,
  },
  { path: 'resources/', imports: [], node: true },
  // The window's side knows the Api alone. Its parts are made of small files without a door of their own.
  { path: 'renderer/texts/', imports: [], node: false, hasDoor: false },
  { path: 'renderer/theme/', imports: [], node: false, hasDoor: false },
  { path: 'renderer/ui/', imports: ['renderer/texts/'], node: false, hasDoor: false },
  { path: 'renderer/state/', imports: ['renderer/texts/', 'renderer/theme/'], node: false, hasDoor: false },
  {
    path: 'renderer/views/',
    imports: ['renderer/state/', 'renderer/texts/', 'renderer/theme/', 'renderer/ui/'],
    node: false,
    hasDoor: false,
  },
  { path: 'renderer/', imports: ['renderer/views/', 'renderer/theme/'], node: false, hasDoor: false },
]

/** Packages that one part alone may use. */
const ownPackages: { readonly [name: string]: readonly string[] } = {
  electron: ['electron/hosts/desktop/'],
  ws: ['electron/hosts/loopback/', 'tests/'],
  'better-sqlite3': ['electron/engine/', 'bench/', 'tests/'],
}

const files = ['shared', 'electron', 'resources', 'renderer'].flatMap((folder) => sources(join(root, folder)))
const imports = files.flatMap(importsOf)

describe('imports', () => {
  test('there are some, so that the walk cannot pass by finding nothing', () => {
    expect(imports.length).toBeGreaterThan(200)
  })

  test('every file belongs to a part of the table', () => {
    expect(files.map(name).filter((file) => partOf(file) === undefined)).toEqual([])
  })

  test('go only where the table allows', () => {
    const broken = imports.filter(({ from, target }) => {
      if (!target.startsWith('.')) return false
      const to = name(resolve(dirname(from), target))
      const [own, other] = [partOf(name(from)), partOf(to)]
      return own !== other && other?.path !== 'shared/' && !own?.imports.includes(other?.path ?? '')
    })
    expect(broken.map(text)).toEqual([])
  })

  test('reach another part through its index', () => {
    const broken = imports.filter(({ from, target }) => {
      if (!target.startsWith('.')) return false
      const to = name(resolve(dirname(from), target))
      const [own, other] = [partOf(name(from)), partOf(to)]
      if (own === other || other?.path === 'shared/' || other?.hasDoor === false) return false
      return to !== `${other?.path}index.ts`
    })
    expect(broken.map(text)).toEqual([])
  })

  test('use Node only where there is Node', () => {
    const broken = imports.filter(
      ({ from, target }) => target.startsWith('node:') && partOf(name(from))?.node === false,
    )
    expect(broken.map(text)).toEqual([])
  })

  test('use packages only in the parts that own them', () => {
    const broken = imports.filter(({ from, target }) => {
      const owners = ownPackages[target.split('/')[0]]
      return owners !== undefined && !owners.some((owner) => name(from).startsWith(owner))
    })
    expect(broken.map(text)).toEqual([])
  })

  test('make no circle', () => {
    const graph = new Map<string, string[]>()
    for (const { from, target } of imports) {
      if (target.startsWith('.')) graph.set(from, [...(graph.get(from) ?? []), resolve(dirname(from), target)])
    }
    expect(circle(graph)?.map(name) ?? []).toEqual([])
  })
})

function sources(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(tsx?|cts)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function partOf(file: string): Part | undefined {
  return parts.filter((part) => file.startsWith(part.path)).sort((a, b) => b.path.length - a.path.length)[0]
}

function name(file: string): string {
  return relative(root, file).split(sep).join('/')
}

function text({ from, target }: Import): string {
  return `${name(from)} imports ${target}`
}

/** A circle of imports, or undefined. Type-only imports count: a circle of types is one of meaning. */
function circle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>()
  const path: string[] = []
  const visit = (file: string): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return undefined
    path.push(file)
    for (const next of graph.get(file) ?? []) {
      const found = visit(next)
      if (found !== undefined) return found
    }
    path.pop()
    done.add(file)
    return undefined
  }
  for (const file of graph.keys()) {
    const found = visit(file)
    if (found !== undefined) return found
  }
  return undefined
}
