/** Api entries that write files about populations and samples: the list for redrawing, the workpaper. */
import { basename, resolve } from 'node:path'
import type { SampleItem } from '../../../shared/api/index.ts'
import { fieldById } from '../../../shared/fields.ts'
import { isoInZone, isoText, isUtc, microsFromUtcIso, offsetMicrosAt } from '../../../shared/time/index.ts'
import { exportLines, type WorkpaperSource, workpaperOf, writeWorkpaper } from '../evidence/index.ts'
import { fieldCells } from '../fieldCells.ts'
import type { OpenCase } from '../openCase.ts'
import {
  allMarks,
  frozenRows,
  lastEntryOf,
  latestMarks,
  listRuns,
  populationInfo,
  populationNamed,
  sampleInfo,
  sampleItems,
  sampleNamed,
  valueReader,
} from '../sampling/index.ts'
import type { Handlers } from './context.ts'

/** What a workpaper says of each event; what it was done to stands in one cell. */
const ITEM_COLUMNS = ['time', 'actor', 'action', 'outcome']
const RESOURCE_COLUMNS = ['resourceType', 'resourceName', 'resourceId']

export const sampleFileHandlers: Handlers<'populations.export' | 'samples.export'> = {
  async 'populations.export'(request, { version, openCase, custody, signal, onProgress }) {
    const startedAt = performance.now()
    const file = openCase(request.case)
    const population = populationNamed(file.db, request.population)
    const field = request.field === undefined ? null : file.columnId(request.field)
    const listedValue = field === null ? null : valueReader(file.state().store, field)
    const out = resolve(request.out)
    const lines = linesOf(
      listRuns(
        file.db,
        frozenRows(file.db, population.id),
        listedValue === null ? undefined : (row) => cellText(listedValue(row)),
      ),
    )
    const total = population.eventCount
    const { rows, sizeBytes, sha256 } = await exportLines(
      { out, overwrite: request.overwrite ?? false, lines, expected: total },
      signal,
      (done) => onProgress({ label: request.out, done, total, unit: 'rows' }),
    )
    const entry = await custody.enter(file.path, 'population.export', {
      population: population.name,
      file: basename(out),
      field,
      rows,
      sizeBytes,
      sha256,
      version,
    })
    return { out, rows, sizeBytes, sha256, seconds: (performance.now() - startedAt) / 1000, recorded: entry !== null }
  },

  async 'samples.export'(request, { version, openCase, custody, signal }) {
    const startedAt = performance.now()
    const file = openCase(request.case)
    const timeZone = request.timeZone ?? 'UTC'
    // Fails with `usage/bad-argument` before anything is written.
    offsetMicrosAt(0, timeZone)
    const source = sourceOf(file, request.sample, timeZone)
    const out = resolve(request.out)
    const written = await writeWorkpaper(
      workpaperOf(source),
      { out, overwrite: request.overwrite ?? false, format: request.format },
      signal,
    )
    const entry = await custody.enter(file.path, 'sample.export', {
      sample: source.sample.name,
      file: basename(out),
      format: request.format,
      timeZone,
      items: source.items.length,
      marks: source.history.length,
      sizeBytes: written.sizeBytes,
      sha256: written.sha256,
      version,
    })
    const seconds = (performance.now() - startedAt) / 1000
    return { out, rows: source.items.length, ...written, seconds, recorded: entry !== null }
  },
}

function sourceOf(file: OpenCase, name: string, timeZone: string): WorkpaperSource {
  const { db } = file
  const sample = sampleNamed(db, name)
  const population = populationNamed(db, sample.populationName)
  const rows = sampleItems(db, sample, 1, sample.size)
  const marks = latestMarks(db, sample, 1, sample.size)
  const { columns, cellsOf } = fieldCells(file, [...ITEM_COLUMNS, ...RESOURCE_COLUMNS], true, timeZone)
  const cells = cellsOf(rows.map(({ event }) => event - 1)).map(withResource)
  const caseId = db.prepare<[], string>("SELECT value FROM meta WHERE key = 'caseId'").pluck().get() ?? ''
  return {
    caseId,
    population: populationInfo(db, population),
    sample: sampleInfo(db, sample),
    labels: [...columns.slice(0, ITEM_COLUMNS.length).map((column) => fieldById(column)?.label ?? column), 'Resource'],
    items: rows.map((item, i): SampleItem => {
      const known = marks.get(item.position)
      return { ...item, cells: cells[i], mark: known?.mark ?? null, marks: known?.marks ?? 0 }
    }),
    history: allMarks(db, sample),
    custody: lastEntryOf(db, sample),
    timeText: (iso) => zoned(iso, timeZone),
    timeZone,
  }
}

/** Type, name and id of the resource as one cell. */
function withResource(cells: readonly (string | null)[]): (string | null)[] {
  const resource = cells.slice(ITEM_COLUMNS.length).filter((cell) => cell !== null)
  return [...cells.slice(0, ITEM_COLUMNS.length), resource.length === 0 ? null : resource.join(' · ')]
}

function zoned(iso: string | null, timeZone: string): string | null {
  if (iso === null || iso === '') return null
  const micros = microsFromUtcIso(iso)
  if (Number.isNaN(micros)) return iso
  return isUtc(timeZone) ? isoText(micros) : isoInZone(micros, timeZone)
}

/** A value as JSON text, so that no tab or line end of it takes part in the list; nothing for none. */
function cellText(value: string | null): string {
  return value === null ? '' : JSON.stringify(value)
}

function* linesOf(runs: Iterable<readonly string[]>): Generator<string> {
  for (const lines of runs) yield* lines
}
