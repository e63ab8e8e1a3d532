/**
 * Refresh: every 30 seconds what was added to followed files, folders and live systems comes into the case. Switched on by
 * the user, per case and per thing followed.
 */
import { create } from 'zustand'
import type { FollowReport, SourceChoice } from '../../shared/api/index.ts'
import type { Failure, Json } from '../../shared/failure.ts'
import { call } from './caller.ts'
import { useCase } from './caseStore.ts'
import { caseKey, remember, remembered } from './remembered.ts'

/** Between two looks, in milliseconds. */
export const FOLLOW_MS = 30_000

export interface Followed {
  readonly isOn: boolean
  readonly paths: readonly string[]
  readonly pulls: readonly SourceChoice[]
}

export interface FollowStore extends Followed {
  readonly isUnderWay: boolean
  /** When it last looked, in milliseconds since 1970; null: not yet. */
  readonly lookedAt: number | null
  readonly report: FollowReport | null
  /** Why it could not look at all. */
  readonly failure: Failure | null
}

const nothing: FollowStore = {
  isOn: false,
  paths: [],
  pulls: [],
  isUnderWay: false,
  lookedAt: null,
  report: null,
  failure: null,
}

export const useFollow = create<FollowStore>()(() => nothing)

let timer: ReturnType<typeof setInterval> | undefined

/** What of the case on screen is followed, as it was left. */
export async function recallFollowed(): Promise<void> {
  stopFollowing()
  const caseId = useCase.getState().info?.caseId
  const kept = followedFrom(await remembered(caseKey('follow')))
  if (useCase.getState().info?.caseId !== caseId) return
  useFollow.setState(kept)
  schedule()
}

export function stopFollowing(): void {
  clearInterval(timer)
  useFollow.setState(nothing)
}

/** Follows something else, or switches all of it on or off. */
export function follow(change: Partial<Followed>): void {
  useFollow.setState(change)
  const { isOn, paths, pulls } = useFollow.getState()
  remember(caseKey('follow'), { isOn, paths, pulls } as unknown as Json)
  schedule()
}

/** Looks now; one look at a time. */
export async function lookNow(): Promise<void> {
  const path = useCase.getState().path
  const { paths, pulls, isUnderWay } = useFollow.getState()
  if (path === null || isUnderWay || paths.length + pulls.length === 0) return
  useFollow.setState({ isUnderWay: true })
  const reply = await call('case.follow', { case: path, paths, pulls })
  if (useCase.getState().path !== path) return
  useFollow.setState({
    isUnderWay: false,
    lookedAt: Date.now(),
    ...(reply.ok ? { report: reply.value, failure: null } : { failure: reply.failure }),
  })
}

function schedule(): void {
  clearInterval(timer)
  if (useFollow.getState().isOn) timer = setInterval(() => void lookNow(), FOLLOW_MS)
}

/** What was kept, whoever wrote it. */
function followedFrom(value: Json): Followed {
  const { isOn, paths, pulls } = (typeof value === 'object' && value !== null ? value : {}) as {
    readonly [key: string]: Json
  }
  return {
    isOn: isOn === true,
    paths: Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [],
    pulls: Array.isArray(pulls)
      ? pulls.filter(
          (each): each is { source: string } => typeof each === 'object' && each !== null && 'source' in each,
        )
      : [],
  }
}
