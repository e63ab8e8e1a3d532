/** What is about to be imported: files chosen but not yet taken in, how each would be read, and what the user chose instead. */
import { create } from 'zustand'
import type { ImportChoice, ImportPlan, ImportRequest } from '../../shared/api/index.ts'
import type { Failure } from '../../shared/failure.ts'
import { call } from './caller.ts'
import { showScreen, useCase } from './caseStore.ts'
import type { DroppedFiles } from './dropped.ts'
import { startJob } from './jobs.ts'
import {
  filesOfOtherDays,
  type PlanChoices,
  type TypedChoice,
  withChoice,
  withDayFor,
  withoutSkips,
  withTyped,
} from './planChoices.ts'

export interface PlanStore extends PlanChoices {
  readonly paths: readonly string[]
  readonly names: { readonly [path: string]: string }
  /** The last plan; null while there is none. */
  readonly plan: ImportPlan | null
  /** Whether files are being looked at. */
  readonly isPlanning: boolean
  readonly failures: readonly Failure[]
  /** Path, as planned, of the file that is being mapped; null: none. */
  readonly mapping: string | null
}

const nothing: PlanStore = {
  paths: [],
  names: {},
  choices: {},
  mistakes: {},
  plan: null,
  isPlanning: false,
  failures: [],
  mapping: null,
}

export const usePlan = create<PlanStore>()(() => nothing)

let planning: AbortController | undefined

/** Adds files to those about to be imported, and looks at them. */
export function planFiles({ paths, names, failures }: DroppedFiles): void {
  usePlan.setState((before) => ({
    paths: [...new Set([...before.paths, ...paths])],
    names: { ...before.names, ...names },
    failures: [...before.failures, ...failures],
  }))
  showScreen('import')
  void look()
}

/** Another profile for a file, or that it is left out. */
export function choose(path: string, choice: ImportChoice): void {
  usePlan.setState((before) => withChoice(before, path, choice))
  if (choice.skip === undefined) void look()
}

/** What is typed for a file; the files are looked at anew where it changes what counts. */
export function typeChoice(path: string, choice: TypedChoice, typed: string): void {
  const { choices } = usePlan.getState()
  usePlan.setState((before) => withTyped(before, path, choice, typed))
  if (usePlan.getState().choices !== choices) void look()
}

/** The last day chosen for a file is taken for all others whose times state no year. */
export function takeDayForAll(path: string): void {
  usePlan.setState((before) => withDayFor(before, path, filesOfOtherDays(before, before.plan?.files ?? [], path)))
  void look()
}

/** Shows the file's records beside the fields they fill; null goes back to the plan. */
export function mapFile(path: string | null): void {
  usePlan.setState({ mapping: path })
}

/** The profile that was made for a file is taken for it. */
export function mapped(path: string, profile: string): void {
  usePlan.setState({ mapping: null })
  choose(path, { profile })
}

export function clearPlan(): void {
  planning?.abort()
  usePlan.setState(nothing)
}

/** Begins the import; progress stands with the jobs. */
export async function importPlanned(): Promise<void> {
  const request = requested()
  if (request === null) return
  const job = await startJob({ entry: 'case.import', request })
  if (job !== null) clearPlan()
}

async function look(): Promise<void> {
  const request = requested()
  if (request === null) return
  planning?.abort()
  planning = new AbortController()
  const { signal } = planning
  usePlan.setState({ isPlanning: true })
  const reply = await call('case.plan', { ...request, choices: withoutSkips(request.choices ?? {}) }, { signal })
  if (signal.aborted) return
  usePlan.setState(
    reply.ok ? { plan: reply.value, isPlanning: false } : { isPlanning: false, failures: [reply.failure] },
  )
}

function requested(): ImportRequest | null {
  const path = useCase.getState().path
  const { paths, names, choices } = usePlan.getState()
  return path === null || paths.length === 0 ? null : { case: path, paths, names, choices }
}
