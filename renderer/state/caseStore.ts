/**
 * The case on screen: what it holds, which tab is asked what, how times are written. One case per page; closing it goes
 * back to the start screen. What the user arranges is remembered per case (`remembered.ts`).
 */
import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { CaseInfo, SavedView, SortBy, ViewColumn } from '../../shared/api/index.ts'
import { type Field, fieldById } from '../../shared/fields.ts'
import type { Filter } from '../../shared/filter.ts'
import { microsFromUtcIso } from '../../shared/time/index.ts'
import { type Clause, clauseOf } from './clauses.ts'
import type { StoreOf } from './storeOf.ts'

export const screens = ['events', 'sessions', 'samples', 'exhibits', 'custody', 'import', 'packs'] as const
export type Screen = (typeof screens)[number]

/** What relative times start from: the clock on the wall, or the newest event of the case. */
export type NowAt = 'clock' | 'newest'

export const densities = ['compact', 'normal', 'roomy'] as const
/** Height of the grid's rows. */
export type Density = (typeof densities)[number]

/** A question with its own filter and order; pivots open one. */
export interface Tab {
  readonly key: number
  /** Null: named by its filter. */
  readonly title: string | null
  readonly clauses: readonly Clause[]
  readonly sort: SortBy | null
  /** Whether events that came in before with the same content are part of the answer. */
  readonly withDuplicates: boolean
  /** Number of the event in the detail pane. */
  readonly event: number | null
}

export interface CaseStore {
  readonly path: string | null
  readonly info: CaseInfo | null
  /** Another one: everything shown of the case is asked for again. */
  readonly revision: string
  /** Number of the latest entry of its custody log, as far as known. */
  readonly lastCustody: number
  readonly screen: Screen
  readonly tabs: readonly Tab[]
  readonly activeTab: number
  /** `UTC`, `local` or an IANA name. */
  readonly zone: string
  readonly nowAt: NowAt
  /** What `now` meant when the filter was last changed; so that all parts of the screen answer one question. */
  readonly clockMicros: number
  /** Null: as the columns that have values suggest. */
  readonly columns: readonly ViewColumn[] | null
  readonly density: Density
  /** Whether the grid writes times as a distance from now. */
  readonly isRelative: boolean
  /** Whether the detail takes the whole width. */
  readonly isDetailFull: boolean
  /** Whether the list of events stands at its top: what is new comes in at once then. */
  readonly isAtTop: boolean
  /** What the case holds meanwhile, while the user reads further down; null: what is shown is all. */
  readonly held: { readonly info: CaseInfo; readonly revision: string } | null
  /** Bytes to show of an exhibit, from a reject or an event; null: none. */
  readonly shownBytes: { readonly exhibit: string; readonly startByte: number; readonly endByte: number } | null
  /** The population or sample on the screen of samples; null: the first there is. */
  readonly sampled: { readonly kind: 'population' | 'sample'; readonly name: string } | null
}

const empty: CaseStore = {
  path: null,
  info: null,
  revision: '',
  lastCustody: 0,
  screen: 'events',
  tabs: [],
  activeTab: 0,
  zone: 'UTC',
  nowAt: 'clock',
  clockMicros: 0,
  columns: null,
  density: 'normal',
  isRelative: false,
  isDetailFull: false,
  isAtTop: true,
  held: null,
  shownBytes: null,
  sampled: null,
}

export const useCase: StoreOf<CaseStore> = create<CaseStore>()(() => empty)

/** These parts of the case on screen; whoever uses them is drawn anew when one of them changes, and only then. */
export function useCaseParts<K extends keyof CaseStore>(...names: readonly K[]): Pick<CaseStore, K> {
  return useCase(useShallow((state) => parts(state, names)))
}

function parts<T, K extends keyof T>(whole: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, whole[name]])) as Pick<T, K>
}

let nextTab = 1

/** Newest first, as the systems' own pages have it. */
const newestFirst: SortBy = { field: 'time', descending: true }

function newTab(clauses: readonly Clause[], title: string | null): Tab {
  return { key: nextTab++, title, clauses, sort: newestFirst, withDuplicates: false, event: null }
}

const nowMicros = (): number => Date.now() * 1000

/** Shows a case; everything of the one before is gone. */
export function showCase(path: string, info: CaseInfo, revision: string): void {
  const tab = newTab([], null)
  const screen = info.events === 0 ? 'import' : 'events'
  useCase.setState({
    ...empty,
    path,
    info,
    revision,
    screen,
    tabs: [tab],
    activeTab: tab.key,
    clockMicros: nowMicros(),
  })
}

export function leaveCase(): void {
  useCase.setState(empty)
}

/**
 * The case has changed: by an import, an annotation, another process. Where it has more events and the user reads further
 * down, they wait until he is at the top again: nothing moves under his eyes.
 */
export function refreshCase(info: CaseInfo, revision: string): void {
  useCase.setState((state) => {
    const isReading = state.screen === 'events' && !state.isAtTop
    const hasMore = state.info !== null && info.events > state.info.events
    return isReading && hasMore ? { held: { info, revision } } : { info, revision, held: null }
  })
}

/** Shows what waits. */
export function takeHeld(): void {
  useCase.setState(({ held }) => (held === null ? {} : { ...held, held: null }))
}

/** The list of events was scrolled. */
export function setAtTop(isAtTop: boolean): void {
  if (useCase.getState().isAtTop === isAtTop) return
  useCase.setState({ isAtTop })
  if (isAtTop) takeHeld()
}

export function showScreen(screen: Screen): void {
  if (screen !== 'events') takeHeld()
  useCase.setState({ screen })
}

/** These parts of the tab on screen. */
export function useTab<K extends keyof Tab>(...names: readonly K[]): Pick<Tab, K> {
  return useCase(useShallow((state) => parts(activeTab(state), names)))
}

export function activeTab(state: CaseStore = useCase.getState()): Tab {
  return state.tabs.find((tab) => tab.key === state.activeTab) ?? noTab
}

const noTab: Tab = { key: 0, title: null, clauses: [], sort: null, withDuplicates: false, event: null }

/** Changes the tab on screen. */
export function changeTab(change: Partial<Omit<Tab, 'key'>>): void {
  // Another question is answered from all that there is.
  if (change.clauses !== undefined || change.sort !== undefined) takeHeld()
  useCase.setState((state) => ({
    ...(change.clauses === undefined ? {} : { clockMicros: nowMicros() }),
    tabs: state.tabs.map((tab) => (tab.key === state.activeTab ? { ...tab, ...change } : tab)),
  }))
}

/** Edits the chips of the tab on screen. */
export function editClauses(edit: (clauses: readonly Clause[]) => readonly Clause[]): void {
  changeTab({ clauses: edit(activeTab().clauses) })
}

/** A new tab with that filter, on screen at once; its filter stands visible in its chips. */
export function openTab(filter: Filter, title: string | null): void {
  const tab = newTab(filter.kind === 'all' ? [] : partsOf(filter).map(clauseOf), title)
  useCase.setState((state) => ({
    tabs: [...state.tabs, tab],
    activeTab: tab.key,
    screen: 'events',
    clockMicros: nowMicros(),
    isDetailFull: false,
  }))
}

function partsOf(filter: Filter): readonly Filter[] {
  return filter.kind === 'and' ? filter.of : [filter]
}

export function chooseTab(key: number): void {
  useCase.setState({ activeTab: key, screen: 'events' })
}

/** The last one cannot be closed. */
export function closeTab(key: number): void {
  useCase.setState((state) => {
    if (state.tabs.length === 1) return {}
    const place = state.tabs.findIndex((tab) => tab.key === key)
    const tabs = state.tabs.filter((tab) => tab.key !== key)
    const activeKey = state.activeTab === key ? tabs[Math.min(place, tabs.length - 1)].key : state.activeTab
    return { tabs, activeTab: activeKey }
  })
}

/** Shows an event in the detail pane; null closes it. */
export function selectEvent(event: number | null): void {
  changeTab({ event })
  if (event === null) useCase.setState({ isDetailFull: false })
}

export function setZone(zone: string): void {
  useCase.setState({ zone })
}

export function setNowAt(nowAt: NowAt): void {
  useCase.setState({ nowAt, clockMicros: nowMicros() })
}

export function setColumns(columns: readonly ViewColumn[]): void {
  useCase.setState({ columns })
}

export function setDensity(density: Density): void {
  useCase.setState({ density })
}

export function setRelative(isRelative: boolean): void {
  useCase.setState({ isRelative })
}

/** Shows a saved view in the tab on screen. `filter` is its query, parsed. */
export function showView(view: SavedView, filter: Filter): void {
  useCase.setState({ zone: view.zone, columns: view.columns })
  changeTab({
    clauses: filter.kind === 'all' ? [] : partsOf(filter).map(clauseOf),
    sort: view.sort,
    title: view.name,
  })
}

/** The zone times are written in: `local` spelled out. */
export function zoneInEffect(zone: string): string {
  return zone === 'local' ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone
}

/** What `now` means, in microseconds since 1970 UTC. */
export function nowInEffect(state: Pick<CaseStore, 'nowAt' | 'info' | 'clockMicros'>): number {
  const newest = state.info?.timeTo ?? null
  return state.nowAt === 'newest' && newest !== null ? microsFromUtcIso(newest) : state.clockMicros
}

/** Canonical fields and the case's own columns, by name in any case. */
export function knownFieldOf(info: CaseInfo | null): (name: string) => Field | undefined {
  return (name) => {
    const canonical = fieldById(name)
    if (canonical !== undefined) return canonical
    const own = info?.columns.find((column) => column.isOwn && column.id.toLowerCase() === name.toLowerCase())
    if (own === undefined) return undefined
    return { id: own.id, label: own.label, type: own.type, storage: 'dictionary', facet: own.facet, description: '' }
  }
}

/** Label of a column; its id where the case has none such. */
export function labelOf(info: CaseInfo | null, id: string): string {
  return info?.columns.find((column) => column.id === id)?.label ?? fieldById(id)?.label ?? id
}
