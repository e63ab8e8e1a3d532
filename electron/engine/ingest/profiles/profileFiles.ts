/** The files of a folder of profiles, and which of them holds the tables of the guess. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { yamlFilesIn } from '../../base/index.ts'

/** File that holds the tables of the guess beside the profiles; the last folder that has one counts. */
export const NAMES_FILE = 'generic.names.yaml'

export interface ProfileFile {
  readonly path: string
  /** Its text, read when it is asked for; throws where it cannot be read. */
  text(): string
}

/** A file whose bytes are at hand: what is hashed is what is parsed. */
export interface ReadProfileFile extends ProfileFile {
  readonly bytes: Uint8Array
}

/** Files of a folder (`*.yaml`, `*.yml`, not recursive) by name; none where there is no such folder. */
export function profileFilesIn(dir: string): readonly ProfileFile[] {
  return yamlFilesIn(dir).map((path) => ({ path, text: () => readFileSync(path, 'utf8') }))
}

/** {@link profileFilesIn}, each of them read once. */
export function readProfileFilesIn(dir: string): readonly ReadProfileFile[] {
  return yamlFilesIn(dir).map((path) => {
    const bytes = readFileSync(path)
    return { path, bytes, text: () => bytes.toString('utf8') }
  })
}

export function isNamesFile(file: ProfileFile): boolean {
  return basename(file.path) === NAMES_FILE
}
