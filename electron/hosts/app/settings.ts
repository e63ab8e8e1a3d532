/** Settings of this user on this machine: a few small JSON values under names, as a file. */
import { join } from 'node:path'
import { fail, type Json } from '../../../shared/failure.ts'
import { readJsonFile, writeJsonFile } from './jsonFile.ts'

const FORMAT = 1
const MAX_KEYS = 500
const MAX_KEY_LENGTH = 100

/** Longest value, in UTF-16 code units of its JSON. */
const MAX_VALUE_LENGTH = 64 * 1024

/** Longest of all values together; well below what is read back. */
const MAX_TOTAL_LENGTH = 1024 * 1024

/** Words between dots: `grid.columns`, `theme`. */
const keyPattern = /^[a-z][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)*$/

/** Read anew each time: another Vouch of the same user may have written. */
export class Settings {
  private readonly path: string

  constructor(folder: string) {
    this.path = join(folder, 'settings.json')
  }

  /** Null where nothing is kept under that key. Fails with `usage/bad-argument`, `host/not-saved`. */
  read(key: string): Json {
    checkKey(key)
    return this.values().get(key) ?? null
  }

  /** Null takes the setting away. Fails with `usage/bad-argument`, `host/not-saved`. */
  write(key: string, value: Json): void {
    checkKey(key)
    const values = this.values()
    values.delete(key)
    if (value !== null) values.set(key, value)
    const length = JSON.stringify(value).length
    if (length > MAX_VALUE_LENGTH) tooMuch(`The setting ${key} is longer than ${MAX_VALUE_LENGTH} characters`)
    if (values.size > MAX_KEYS) tooMuch(`There are more than ${MAX_KEYS} settings`)
    // `fromEntries` defines keys; none can reach a prototype.
    const object = Object.fromEntries(values)
    if (JSON.stringify(object).length > MAX_TOTAL_LENGTH) tooMuch('The settings together are too long')
    writeJsonFile(this.path, { format: FORMAT, values: object })
  }

  private values(): Map<string, Json> {
    return readJsonFile(this.path, valuesFrom) ?? new Map()
  }
}

function valuesFrom(value: unknown): Map<string, Json> | undefined {
  const { format, values } = (value ?? {}) as { format?: unknown; values?: unknown }
  if (format !== FORMAT || typeof values !== 'object' || values === null || Array.isArray(values)) return undefined
  return new Map(Object.entries(values as { readonly [key: string]: Json }).filter(([key]) => isKey(key)))
}

function checkKey(key: string): void {
  if (!isKey(key))
    fail({ code: 'usage/bad-argument', message: 'This is no name of a setting', where: { field: 'key' } })
}

function isKey(key: string): boolean {
  return key.length <= MAX_KEY_LENGTH && keyPattern.test(key)
}

function tooMuch(message: string): never {
  fail({ code: 'usage/bad-argument', message, kept: 'The settings are as they were.' })
}
