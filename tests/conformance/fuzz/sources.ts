/** What the fuzzer damages: the samples of every profile and, where they are at hand, files of the corpus. */
import { readFileSync, statSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { ProfileSource } from '../../../electron/engine/ingest/index.ts'
import { corpusFiles } from '../measure/corpus.ts'

/** Larger files are left out: they only say the same more often. */
const MAX_FILE_BYTES = 4 * 1024 * 1024

/** Files of one kind each: JSON records line by line, tables with their header. */
export function sampleFiles(profiles: readonly ProfileSource[]): readonly Uint8Array[] {
  return profiles.flatMap(({ samples }) => {
    const ndjson = samples
      .filter(({ format }) => format === 'json')
      .map(({ record }) => record.replace(/\s*\n\s*/g, ' '))
    const tables = samples.filter(({ format }) => format === 'csv').map(({ record }) => record)
    return [...(ndjson.length === 0 ? [] : [`${ndjson.join('\n')}\n`]), ...tables].map((text) => Buffer.from(text))
  })
}

/** Those of the corpus below `root`, inflated. */
export function corpusSources(root: string): readonly Uint8Array[] {
  return corpusFiles(root)
    .filter(({ path }) => statSync(path).size <= MAX_FILE_BYTES && statSync(path).size > 0)
    .map(({ path }) => (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path)))
}
