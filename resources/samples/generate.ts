/**
 * Writes the sample exports of the five reference systems beside this file: `node resources/samples/generate.ts`.
 * The files are checked in; tests/unit/resources/samples.test.ts proves that they are what this writes.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { samplePairs } from './generator/sampleFiles.ts'

for (const { json, csv, count } of samplePairs()) {
  for (const { name, text } of [json, csv]) {
    const bytes = Buffer.from(text, 'utf8')
    writeFileSync(fileURLToPath(new URL(name, import.meta.url)), bytes)
    process.stdout.write(`${name}: ${count} events, ${bytes.length} bytes\n`)
  }
}
