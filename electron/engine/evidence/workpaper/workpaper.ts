/**
 * The workpaper of a sample, whatever file it becomes: what was asked, of which exports, by which rule which items were
 * drawn, and what testing them came to. It says nothing that is not in the case, and nothing of when it was written, so the
 * same case gives the same workpaper.
 */
import type { PopulationInfo, SampleInfo, SampleItem, SampleMark } from '../../../../shared/api/index.ts'

export type WorkpaperCell = string | number | null

/** Facts of one kind, each with its name. */
export interface FactsPart {
  readonly kind: 'facts'
  readonly title: string
  readonly facts: readonly (readonly [string, WorkpaperCell])[]
}

export interface TablePart {
  readonly kind: 'table'
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly WorkpaperCell[])[]
  /** Said where there are no rows. */
  readonly none: string
}

export type WorkpaperPart = FactsPart | TablePart

export interface Workpaper {
  readonly title: string
  readonly parts: readonly WorkpaperPart[]
}

/** What a workpaper is made of. */
export interface WorkpaperSource {
  readonly caseId: string
  readonly population: PopulationInfo
  readonly sample: SampleInfo
  /** Labels of the items' cells. */
  readonly labels: readonly string[]
  /** Every item, in order. */
  readonly items: readonly SampleItem[]
  /** Every mark, in the order of marking. */
  readonly history: readonly (SampleMark & { readonly position: number })[]
  /** The latest entry of the custody log that is about this sample. */
  readonly custody: { readonly seq: number; readonly hash: string }
  /** Writes a time (ISO 8601 UTC) in the zone of the workpaper. */
  readonly timeText: (iso: string | null) => string | null
  readonly timeZone: string
}

/** Words for results, as in the window. */
export const resultWords = { pass: 'Pass', exception: 'Exception', notApplicable: 'Not applicable' } as const

export function workpaperOf(source: WorkpaperSource): Workpaper {
  return {
    title: `Workpaper: ${source.sample.name}`,
    parts: [
      resultPart(source),
      populationPart(source),
      obtainedPart(source),
      exhibitsPart(source),
      completenessPart(source),
      methodPart(source),
      ...(source.sample.method === 'stratified' ? [strataPart(source)] : []),
      itemsPart(source, 'Exceptions', 'No exception was found among the items tested.', isException),
      itemsPart(source, 'Items', '', () => true),
      historyPart(source),
    ],
  }
}

function resultPart({ sample, custody, caseId, timeZone }: WorkpaperSource): FactsPart {
  const { pass, exception, notApplicable, open } = sample.progress
  return {
    kind: 'facts',
    title: 'Result',
    facts: [
      ['Items in the sample', sample.size],
      ['Tested', sample.size - open],
      ['Pass', pass],
      ['Exception', exception],
      ['Not applicable', notApplicable],
      ['Not tested yet', open],
      ['Times are written in', timeZone],
      ['Secrets in items', 'masked; the events themselves are in the case'],
      ['Case', caseId],
      ['Last custody entry about this sample', `${custody.seq}:${custody.hash}`],
    ],
  }
}

function populationPart({ population, timeText }: WorkpaperSource): FactsPart {
  return {
    kind: 'facts',
    title: 'Population',
    facts: [
      ['Name', population.name],
      ['Query', population.query === '' ? 'all events' : population.query],
      ['Zone of times in the query', population.zone],
      ['“now” in the query', timeText(population.now)],
      ['Items', population.events],
      ['Earliest event', timeText(population.timeFrom)],
      ['Latest event', timeText(population.timeTo)],
      ['Events without a time', population.withoutTime],
      ['Frozen', timeText(population.frozenAt)],
      ['Frozen by', population.frozenBy],
      ['Frozen with', population.version],
      ['SHA-256 of the list of items', population.digest],
      ['Custody entry', `${population.custody.seq}:${population.custody.hash}`],
    ],
  }
}

function obtainedPart({ population: { obtained } }: WorkpaperSource): FactsPart {
  return {
    kind: 'facts',
    title: 'Information produced by the entity',
    facts: [
      ['Source system and report', obtained.system ?? 'not stated'],
      ['Parameters of the extraction', obtained.parameters ?? 'not stated'],
      ['Extracted', obtained.extractedAt ?? 'not stated'],
      ['Obtained by', obtained.obtainedBy ?? 'not stated'],
    ],
  }
}

function exhibitsPart({ population, timeText }: WorkpaperSource): TablePart {
  return {
    kind: 'table',
    title: 'Exhibits',
    columns: [
      ...['Exhibit', 'File', 'Bytes', 'SHA-256', 'Merkle root', 'File modified', 'Imported', 'Read as'],
      ...['Records', 'Events', 'Rejects', 'In the population'],
    ],
    rows: population.exhibits.map((exhibit) => [
      exhibit.label,
      fileName(exhibit.path),
      exhibit.sizeBytes,
      exhibit.sha256,
      exhibit.merkleRoot,
      timeText(exhibit.modifiedAt),
      timeText(exhibit.importedAt),
      exhibit.profile,
      exhibit.records,
      exhibit.events,
      exhibit.rejects,
      exhibit.members,
    ]),
    none: '',
  }
}

function completenessPart({ population, timeText }: WorkpaperSource): TablePart {
  const rows = population.exhibits.flatMap(
    ({ label, rejects, isComplete, withoutTime, gapCount, gaps, remarks }): WorkpaperCell[][] => [
      ...(rejects > 0 ? [[label, 'Records or bytes that gave no event', rejects, null]] : []),
      ...(isComplete ? [] : [[label, 'The source broke off', null, null]]),
      ...(withoutTime > 0 ? [[label, 'Events without a time', withoutTime, null]] : []),
      ...(gapCount > 0 ? [[label, 'Gaps in time', gapCount, null]] : []),
      ...gaps.map(({ from, to, seconds }): WorkpaperCell[] => [
        label,
        'Gap in time',
        null,
        `${timeText(from)} to ${timeText(to)} (${hoursText(seconds)})`,
      ]),
      ...remarks.map(({ code, recordCount }): WorkpaperCell[] => [
        label,
        `Taken for granted: ${code}`,
        recordCount,
        null,
      ]),
    ],
  )
  return {
    kind: 'table',
    title: 'Completeness',
    columns: ['Exhibit', 'What', 'Number', 'When'],
    rows,
    none: 'Nothing speaks against it: no rejects, no source that broke off, no gap in time, no event without a time.',
  }
}

function methodPart({ sample, timeText }: WorkpaperSource): FactsPart {
  const { interval, start, field, allocation, reason, seed } = sample
  const facts: readonly (readonly [string, WorkpaperCell])[] = [
    ['Sample', sample.name],
    ['Method', methodText[sample.method]],
    ['Size', sample.size],
    ['Seed', seed],
    ['Interval', interval],
    ['First place in the list, from 0', start],
    ['Strata by', field],
    ['Allocation', allocation],
    ['Reason', reason],
    ['Drawn', timeText(sample.drawnAt)],
    ['Drawn by', sample.drawnBy],
    ['Drawn with', sample.version],
    ['Custody entry', `${sample.custody.seq}:${sample.custody.hash}`],
    ['Rule', sample.method === 'judgemental' ? null : RULE],
  ]
  return { kind: 'facts', title: 'Method', facts: facts.filter(([, value]) => value !== null) }
}

const RULE =
  'Published in docs/sampling.md of Vouch: the list of items (vouch population export) and the seed give the same items again.'

const methodText = {
  random: 'Random, without replacement',
  systematic: 'Systematic: fixed interval, random start',
  stratified: 'Stratified, random within each stratum',
  judgemental: 'Judgemental: chosen by a person; says nothing about the items that were not chosen',
} as const

function strataPart({ sample }: WorkpaperSource): TablePart {
  return {
    kind: 'table',
    title: 'Strata',
    columns: ['Value', 'Items in the population', 'Items in the sample'],
    rows: sample.strata.map(({ value, population, sample: drawn }) => [value ?? '(no value)', population, drawn]),
    none: '',
  }
}

function isException({ mark }: SampleItem): boolean {
  return mark?.result === 'exception'
}

function itemsPart(
  { sample, labels, items, timeText }: WorkpaperSource,
  title: string,
  none: string,
  isListed: (item: SampleItem) => boolean,
): TablePart {
  const isStratified = sample.method === 'stratified'
  return {
    kind: 'table',
    title,
    columns: [
      ...['No.', 'Event', 'Exhibit', 'Record', ...labels],
      ...(isStratified ? ['Stratum'] : []),
      ...['Result', 'Note', 'Tested', 'Tested by', 'Leaf hash of the record'],
    ],
    rows: items
      .filter(isListed)
      .map(({ position, event, exhibit, record, cells, stratum, mark, leafHash }): WorkpaperCell[] => [
        position,
        event,
        exhibit,
        record,
        ...cells,
        ...(isStratified ? [stratum ?? '(no value)'] : []),
        wordOf(mark?.result ?? null),
        mark === null || mark.note === '' ? null : mark.note,
        timeText(mark?.at ?? null),
        mark?.who ?? null,
        leafHash,
      ]),
    none,
  }
}

function historyPart({ history, timeText }: WorkpaperSource): TablePart {
  return {
    kind: 'table',
    title: 'Every mark',
    columns: ['When', 'Who', 'No.', 'Result', 'Note'],
    rows: history.map(({ at, who, position, result, note }) => [
      timeText(at),
      who,
      position,
      result === null ? 'Taken back' : wordOf(result),
      note === '' ? null : note,
    ]),
    none: 'No item has been marked yet.',
  }
}

function wordOf(result: SampleMark['result']): string {
  return result === null ? 'Not tested' : resultWords[result]
}

/** Of paths the name alone: where somebody keeps his files does not belong in evidence. */
function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

function hoursText(seconds: number): string {
  return seconds < 172_800 ? `${(seconds / 3_600).toFixed(1)} hours` : `${(seconds / 86_400).toFixed(1)} days`
}
