/** The cases this user opened last, as a file in the folder of settings. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { RecentCase } from '../../../shared/api/index.ts'
import { readJsonFile, writeJsonFile } from './jsonFile.ts'

const FORMAT = 1

/** Cases remembered. */
const MAX_CASES = 30

type Remembered = Omit<RecentCase, 'isThere'>

/** Read anew each time: another Vouch of the same user may have written. */
export class RecentCases {
  private readonly path: string

  constructor(folder: string) {
    this.path = join(folder, 'recent.json')
  }

  /** Latest first. */
  list(): RecentCase[] {
    return this.read().map((entry) => ({ ...entry, isThere: existsSync(entry.path) }))
  }

  /** Puts a case first. Fails with `host/not-saved`. */
  opened(path: string, events: number): void {
    const whole = resolve(path)
    const others = this.read().filter((entry) => entry.path !== whole)
    this.write([{ path: whole, openedAt: new Date().toISOString(), events }, ...others].slice(0, MAX_CASES))
  }

  /** Does nothing where it is not in the list. Fails with `host/not-saved`. */
  forget(path: string): void {
    const before = this.read()
    const after = before.filter((entry) => entry.path !== path && entry.path !== resolve(path))
    if (after.length < before.length) this.write(after)
  }

  private read(): readonly Remembered[] {
    return readJsonFile(this.path, remembered) ?? []
  }

  private write(cases: readonly Remembered[]): void {
    writeJsonFile(this.path, { format: FORMAT, cases })
  }
}

function remembered(value: unknown): readonly Remembered[] | undefined {
  const { format, cases } = (value ?? {}) as { format?: unknown; cases?: unknown }
  if (format !== FORMAT || !Array.isArray(cases)) return undefined
  const entries = cases.slice(0, MAX_CASES).map((entry: unknown) => {
    const { path, openedAt, events } = (entry ?? {}) as { path?: unknown; openedAt?: unknown; events?: unknown }
    const isGood = typeof path === 'string' && typeof openedAt === 'string' && Number.isSafeInteger(events)
    return isGood ? { path, openedAt, events: events as number } : undefined
  })
  return entries.every((entry) => entry !== undefined) ? entries : undefined
}
