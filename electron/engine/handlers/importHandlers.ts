/** Api entries that take files in: what an import would do, and the import. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { exhibitLabel } from '../case/index.ts'
import { importFiles } from '../ingest/index.ts'
import { type KnownExhibits, planImport } from '../importPlan.ts'
import type { OpenCase } from '../openCase.ts'
import type { Handlers } from './context.ts'

export const importHandlers: Handlers<'case.plan' | 'case.import'> = {
  async 'case.plan'(request, { openCase, profiles, signal, onProgress }) {
    const known = existsSync(resolve(request.case)) ? knownExhibits(openCase(request.case)) : noExhibits
    return planImport(request, profiles(), known, signal, (label, done, total) =>
      onProgress({ label, done, total, unit: 'files' }),
    )
  },

  async 'case.import'(request, { version, profileDirs, signal, onProgress, onFile, custody }) {
    const options = {
      paths: request.paths,
      profile: request.profile ?? null,
      timezone: request.timezone ?? null,
      lastDay: request.lastDay ?? null,
      profileDirs,
      sheet: request.sheet ?? null,
      choices: request.choices,
      names: request.names,
    }
    try {
      return await importFiles(
        request.case,
        version,
        options,
        signal,
        (file) => onProgress({ label: file.path, done: file.bytesDone, total: file.bytesTotal, unit: 'bytes', file }),
        onFile,
      )
    } finally {
      // What was done with the case meanwhile could not be entered.
      await custody.enterLate()
    }
  },
}

const noExhibits: KnownExhibits = { hasSize: () => false, label: () => null }

function knownExhibits({ db }: OpenCase): KnownExhibits {
  const sizes = new Set(db.prepare<[], number>('SELECT size_bytes FROM exhibit').pluck().all())
  const bySha256 = db.prepare<[Buffer], number>('SELECT id FROM exhibit WHERE sha256 = ?').pluck()
  return {
    hasSize: (sizeBytes) => sizes.has(sizeBytes),
    label(sha256) {
      const id = bySha256.get(Buffer.from(sha256, 'hex'))
      return id === undefined ? null : exhibitLabel(id)
    },
  }
}
