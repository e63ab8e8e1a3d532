/** What a file of code imports, read off its text. */
import { readFileSync } from 'node:fs'

export interface Import {
  readonly from: string
  /** As it is written: `./a.ts`, `node:fs`, `yaml`. */
  readonly target: string
}

/** Imports that exist at run time or as types, and worker entries; comments do not count. */
export function importsOf(from: string): Import[] {
  const code = readFileSync(from, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const found = code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^'\s()|]+)'/g)
  return Array.from(found, (match) => ({ from, target: match[1] }))
}
