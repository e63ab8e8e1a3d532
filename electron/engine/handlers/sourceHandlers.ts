/** Api entries about the sources of pulls: which there are, adding one, trying one. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { SourceInfo, SourceList } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'
import { chosenSource } from '../chosenSource.ts'
import { explanationOf } from '../explanation.ts'
import {
  filled,
  type KnownSource,
  loadSources,
  parseSource,
  previewPage,
  type SecretStore,
  secretOf,
  SOURCE_SCHEMA,
} from '../pull/index.ts'
import type { Handlers } from './context.ts'

export const sourceHandlers: Handlers<
  'sources.list' | 'sources.add' | 'sources.remove' | 'sources.keepSecret' | 'sources.preview'
> = {
  'sources.list': async (_request, { sourceDirs, secrets }) => listed(sourceDirs, secrets),

  async 'sources.add'({ id, title, source, baseUrl, set }, { sourceDirs, secrets }) {
    const { sources } = loadSources(sourceDirs)
    if (sources.some(({ spec, isBundled }) => isBundled && spec.id === id))
      fail({
        code: 'source/duplicate-id',
        message: `${id} is a source that comes with Vouch`,
        next: 'Give yours another id.',
      })
    const folder = sourceDirs[0] ?? fail(noFolder)
    const text = stringify({
      schema: SOURCE_SCHEMA,
      from: source,
      id,
      title,
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(set === undefined ? {} : { set }),
    })
    const path = join(folder, `${id}.yaml`)
    const base = sources.filter(({ isBundled }) => isBundled)
    const parsed = parseSource(text, path, (name) => base.find(({ spec }) => spec.id === name)?.spec)
    if (!parsed.ok) fail(parsed.failures[0])
    // Parameters without a value are said now, not at the first pull.
    filled(parsed.value)
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, text)
    return listed(sourceDirs, secrets)
  },

  async 'sources.remove'({ id }, { sourceDirs, secrets }) {
    const own = loadSources(sourceDirs).sources.find(({ spec, isBundled }) => !isBundled && spec.id === id)
    if (own === undefined) fail({ code: 'source/not-found', message: `There is no source “${id}” of your own` })
    rmSync(own.path)
    return listed(sourceDirs, secrets)
  },

  async 'sources.keepSecret'({ source, name, secret }, { sourceDirs, secrets }) {
    await secrets.keep(source, name, secret)
    return listed(sourceDirs, secrets)
  },

  async 'sources.preview'(request, { sourceDirs, secrets, clock, profiles, signal }) {
    const source = chosenSource(request, sourceDirs)
    const { mapping, ...page } = await previewPage({ source, secrets, clock, profiles: profiles() }, signal)
    return { ...page, explanation: mapping === null ? null : explanationOf(page.url, mapping) }
  },
}

async function listed(dirs: readonly string[], secrets: SecretStore): Promise<SourceList> {
  const { sources, failures } = loadSources(dirs)
  return { sources: await Promise.all(sources.map((source) => infoOf(source, secrets))), failures }
}

async function infoOf({ spec, isBundled }: KnownSource, secrets: SecretStore): Promise<SourceInfo> {
  const { id, version, title, vendor, documentation, baseUrl, auth, profile, limits } = spec
  const names = auth.kind === 'none' ? [] : [auth.secret]
  return {
    id,
    version,
    title,
    vendor,
    documentation,
    baseUrl,
    parameters: spec.parameters.map((parameter) => ({
      name: parameter.name,
      title: parameter.title,
      value: parameter.default,
    })),
    auth: auth.kind,
    secrets: await Promise.all(
      names.map(async (name) => ({
        name,
        isSet: ((await secretOf(secrets, spec, name)) ?? '') !== '',
        canKeep: await secrets.canKeep(),
        whereTo: secrets.whereTo(id, name),
      })),
    ),
    paging: spec.paging.kind,
    profile,
    isBundled,
    limits,
  }
}

const noFolder = {
  code: 'usage/bad-argument',
  message: 'This host keeps no sources of your own',
  next: 'Write a YAML file and pull with its path.',
} as const
