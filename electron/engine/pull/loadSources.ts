/** Finds sources: those that come with Vouch, the user's own, and single files. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Failure, fail, FailureError } from '../../../shared/failure.ts'
import { yamlFilesIn } from '../base/index.ts'
import type { FilledSource, SourceSpec } from './source.ts'
import { parseSource } from './sourceSchema.ts'

/** Folder of the sources that come with Vouch. */
export const bundledSourcesDir = fileURLToPath(new URL('../../../resources/sources/', import.meta.url))

/** Longest text of a source that is read, in bytes. */
const MAX_SOURCE_BYTES = 2 * 1024 * 1024

export interface KnownSource {
  readonly spec: SourceSpec
  readonly path: string
  /** Whether it comes with Vouch; the user's own may build on it with `from:`. */
  readonly isBundled: boolean
}

export interface LoadedSources {
  readonly sources: readonly KnownSource[]
  readonly failures: readonly Failure[]
}

/** All sources: bundled first, then those of `dirs`, which need not exist; an own one may not take a bundled one's id. */
export function loadSources(dirs: readonly string[]): LoadedSources {
  const sources: KnownSource[] = []
  const failures: Failure[] = []
  for (const [dir, isBundled] of [[bundledSourcesDir, true] as const, ...dirs.map((dir) => [dir, false] as const)]) {
    for (const path of yamlFilesIn(dir)) {
      const parsed = parseSource(textOf(path), path, (id) => bundledOf(sources, id))
      if (!parsed.ok) failures.push(...parsed.failures)
      else {
        const twin = sources.find(({ spec }) => spec.id === parsed.value.id)
        if (twin === undefined) sources.push({ spec: parsed.value, path, isBundled })
        else failures.push(duplicate(parsed.value.id, twin.path, path))
      }
    }
  }
  return { sources, failures }
}

/**
 * The source of that name: a path (it has a slash or ends in `.yaml`), else an id. Fails with `source/not-found`,
 * `source/invalid`.
 */
export function sourceOf(name: string, dirs: readonly string[]): SourceSpec {
  const { sources, failures } = loadSources(dirs)
  if (/[\\/]|\.ya?ml$/i.test(name)) {
    const parsed = parseSource(textOf(name), name, (id) => bundledOf(sources, id))
    return parsed.ok ? parsed.value : fail(parsed.failures[0])
  }
  const found = sources.find(({ spec }) => spec.id === name)
  if (found !== undefined) return found.spec
  const broken = failures.find(({ where }) => where?.path?.includes(name))
  return fail(
    broken ?? {
      code: 'source/not-found',
      message: `There is no source “${name}”`,
      next: '`vouch pull list` names them all.',
    },
  )
}

/** Puts values in place of `{parameters}`. Fails with `source/invalid` where one has none. */
export function filled(spec: SourceSpec, given: { readonly [name: string]: string } = {}): FilledSource {
  const values = new Map(spec.parameters.map((parameter) => [parameter.name, parameter.default]))
  for (const [name, value] of Object.entries(given)) {
    if (!values.has(name)) refuse(spec, name, `There is no parameter “${name}”`)
    values.set(name, value)
  }
  for (const [name, value] of values)
    if (value === null || value === '') refuse(spec, name, `The parameter “${name}” has no value`)
  const fill = (text: string, encode: (value: string) => string): string =>
    text.replace(/\{([a-zA-Z][a-zA-Z0-9_]*)\}/g, (all, name: string) => {
      const value = values.get(name)
      return value === undefined || value === null ? all : encode(value)
    })
  const asIs = (value: string): string => value
  const baseUrl = fill(spec.baseUrl, asIs).replace(/\/+$/, '')
  const url = URL.parse(baseUrl)
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.search !== '')
    refuse(spec, 'baseUrl', `“${baseUrl}” is no http or https address without user and parameters`)
  const { auth } = spec
  return {
    spec,
    baseUrl,
    path: fill(spec.path, encodeURIComponent),
    query: spec.query.map(([name, value]) => [name, fill(value, asIs)] as const),
    auth:
      auth.kind === 'oauth2'
        ? {
            ...auth,
            tokenUrl: fill(auth.tokenUrl, asIs),
            clientId: fill(auth.clientId, asIs),
            audience: auth.audience && fill(auth.audience, asIs),
          }
        : auth.kind === 'basic'
          ? { ...auth, user: fill(auth.user, asIs) }
          : auth,
    parameters: Object.fromEntries([...values].map(([name, value]) => [name, value ?? ''])),
  }
}

function bundledOf(sources: readonly KnownSource[], id: string): SourceSpec | undefined {
  return sources.find(({ spec, isBundled }) => isBundled && spec.id === id)?.spec
}

function textOf(path: string): string {
  try {
    const bytes = readFileSync(path)
    if (bytes.length <= MAX_SOURCE_BYTES) return bytes.toString('utf8')
  } catch (error) {
    throw new FailureError(
      { code: 'source/not-found', message: 'The source cannot be read', where: { path }, next: 'Check the path.' },
      { cause: error },
    )
  }
  return fail({
    code: 'source/invalid',
    message: `A source is no longer than ${MAX_SOURCE_BYTES} bytes`,
    where: { path },
  })
}

function duplicate(id: string, first: string, second: string): Failure {
  return {
    code: 'source/duplicate-id',
    message: `Two sources have the id ${id}`,
    where: { path: second },
    kept: `The one in ${first}.`,
    next: 'Give one of them another id; `from:` builds on another source.',
  }
}

function refuse(spec: SourceSpec, field: string, message: string): never {
  fail({
    code: 'source/invalid',
    message,
    where: { path: spec.id, field },
    next: `Give it with \`--set ${field}=…\`, or under \`set:\` in a source of your own.`,
  })
}
