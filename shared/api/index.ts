/**
 * The one Api between the engine and whoever asks: command line, window, browser. Requests and replies are plain data
 * that survive structured clone; every carrier serves the same entries. Their shapes stand in the files beside this one.
 */
import type { Failure, Result } from '../failure.ts'
import type {
  AnnotationBatch,
  AnnotationChange,
  AnnotationTarget,
  NoteInfo,
  TagColour,
  TagInfo,
} from './annotations.ts'
import type { CaseInfo, CaseState, CustodyPage, RejectInfo, VerifyReport, VerifyRequest } from './cases.ts'
import type { EventDetail, EventRequest } from './events.ts'
import type { ExportReport, ExportRequest, PastExports } from './exports.ts'
import type { HostApi } from './host.ts'
import type { FollowReport, FollowRequest, ImportPlan, ImportReport, ImportRequest } from './imports.ts'
import type { JobFiles, JobInfo, JobsSeen, JobWork } from './jobs.ts'
import type {
  KeyInfo,
  PackAttachReport,
  PackAttachRequest,
  PackReport,
  PackRequest,
  PackVerifyReport,
  PackVerifyRequest,
} from './packs.ts'
import type { Draft, DraftRequest, KeptDraft } from './drafts.ts'
import type { Explanation, ProfileInfo } from './profiles.ts'
import type { Progress } from './progress.ts'
import type { PullPreview, PullReport, PullRequest, PullStreamInfo, SourceChoice, SourceList } from './pulls.ts'
import type { Question } from './question.ts'
import type { PseudonymInfo, RedactionProfileInfo } from './redaction.ts'
import type {
  FacetInfo,
  FacetsRequest,
  HistogramInfo,
  HistogramRequest,
  LocateRequest,
  Page,
  PageRequest,
  Summary,
} from './rows.ts'
import type {
  DrawRequest,
  FreezeRequest,
  ListExportRequest,
  MarkRequest,
  PopulationCheck,
  PopulationInfo,
  PopulationSummary,
  SampleFileReport,
  SampleInfo,
  SampleItems,
  SampleItemsRequest,
  SampleMark,
  SampleProgress,
  SampleSummary,
  WorkpaperRequest,
} from './samples.ts'
import type { SessionsExportRequest, SessionsPage, SessionsRequest } from './sessions.ts'
import type { SavedView } from './views.ts'

export * from './annotations.ts'
export * from './cases.ts'
export * from './drafts.ts'
export * from './events.ts'
export * from './exports.ts'
export * from './host.ts'
export * from './imports.ts'
export * from './jobs.ts'
export * from './packs.ts'
export * from './profiles.ts'
export * from './progress.ts'
export * from './pulls.ts'
export * from './question.ts'
export * from './redaction.ts'
export * from './rows.ts'
export * from './samples.ts'
export * from './sessions.ts'
export * from './views.ts'

/** Names a case in a request. */
interface OfCase {
  readonly case: string
}

/** Every entry of the engine: what is asked, what comes back. */
export interface Api {
  /** Makes an empty case. Fails with `case/exists`. */
  'case.create': { request: OfCase; reply: CaseInfo }
  'case.info': { request: OfCase; reply: CaseInfo }
  'case.state': { request: OfCase; reply: CaseState }
  /** `exhibit`: only this one's, by label. */
  'case.rejects': {
    request: OfCase & { readonly limit: number; readonly offset?: number; readonly exhibit?: string }
    reply: readonly RejectInfo[]
  }
  /** The bytes of a stretch of an exhibit, at most 64 KiB of it. Fails with `exhibit/not-found`. */
  'case.bytes': {
    request: OfCase & { readonly exhibit: string; readonly startByte: number; readonly endByte: number }
    reply: { readonly bytes: Uint8Array }
  }
  /** Latest first. */
  'case.custody': { request: OfCase & { readonly offset: number; readonly limit: number }; reply: CustodyPage }
  /** How files would be taken in; nothing is written. */
  'case.plan': { request: ImportRequest; reply: ImportPlan }
  'case.import': { request: ImportRequest; reply: ImportReport }
  /** Takes in what was added since to files, folders and live systems. One that cannot be followed does not keep the others. */
  'case.follow': { request: FollowRequest; reply: FollowReport }
  /** Asks a live system for its log, and takes in what is new. Fails with `pull/*`, `source/*`. */
  'case.pull': { request: PullRequest; reply: PullReport }
  /** What was pulled into the case so far, by stream; latest first. */
  'case.pulls': { request: OfCase; reply: readonly PullStreamInfo[] }
  'case.verify': { request: VerifyRequest; reply: VerifyReport }
  'rows.count': { request: Question; reply: { readonly count: number; readonly leftOut: number } }
  'rows.page': { request: PageRequest; reply: Page }
  'rows.facets': { request: FacetsRequest; reply: readonly FacetInfo[] }
  /** Null where no row has a time. */
  'rows.histogram': { request: HistogramRequest; reply: HistogramInfo | null }
  'rows.summary': { request: Question; reply: Summary }
  /** Index null: the event does not answer the question, or no row reaches the time. */
  'rows.locate': { request: LocateRequest; reply: { readonly index: number | null; readonly total: number } }
  'rows.export': { request: ExportRequest; reply: ExportReport }
  /** Exports made of the case before. */
  'exports.list': { request: OfCase & { readonly offset: number; readonly limit: number }; reply: PastExports }
  'event.show': { request: EventRequest; reply: EventDetail }
  'event.raw': { request: EventRequest; reply: { readonly bytes: Uint8Array } }
  /** The event with its secrets; that they were shown is entered in the custody log. Fails with `case/read-only`. */
  'event.reveal': { request: OfCase & { readonly event: string }; reply: EventDetail & { readonly bytes: Uint8Array } }
  'annotations.change': {
    request: OfCase & { readonly target: AnnotationTarget; readonly change: AnnotationChange }
    reply: AnnotationBatch
  }
  /** Fails with `annotation/not-found` where there is no such batch, or it was undone before. */
  'annotations.undo': { request: OfCase & { readonly batch: number }; reply: { readonly changed: number } }
  'annotations.notes': { request: OfCase & { readonly event: number }; reply: readonly NoteInfo[] }
  /** An empty text takes the note away. */
  'annotations.editNote': { request: OfCase & { readonly note: number; readonly text: string }; reply: AnnotationBatch }
  'tags.list': { request: OfCase; reply: readonly TagInfo[] }
  /** Makes a tag, or changes the colour or name of one. */
  'tags.set': {
    request: OfCase & { readonly name: string; readonly colour: TagColour; readonly newName?: string }
    reply: readonly TagInfo[]
  }
  'views.list': { request: OfCase; reply: readonly SavedView[] }
  /** In place of the one with that name. Fails with `view/newer-version`, `view/invalid`. */
  'views.save': { request: OfCase & { readonly view: SavedView }; reply: readonly SavedView[] }
  'views.remove': { request: OfCase & { readonly name: string }; reply: readonly SavedView[] }
  'sessions.list': { request: SessionsRequest; reply: SessionsPage }
  /** Fails as `rows.export` does. */
  'sessions.export': { request: SessionsExportRequest; reply: ExportReport }
  /** Fails as `rows.export` does, and with `pack/*`, `key/*`. */
  'pack.make': { request: PackRequest; reply: PackReport }
  /** Fails with `pack/not-a-pack`, `pack/encrypted`, `pack/newer-version`, `pack/unsafe`; all else is a finding. */
  'pack.verify': { request: PackVerifyRequest; reply: PackVerifyReport }
  /** Writes a copy of a pack with the reply to its time-stamp request in it. Fails with `pack/bad-reply`. */
  'pack.attach': { request: PackAttachRequest; reply: PackAttachReport }
  /** Vouch's own keys, and those of the user's SSH keys that can sign. */
  'keys.list': { request: Record<string, never>; reply: readonly KeyInfo[] }
  /** Makes a key in Vouch's folder; without a passphrase, whoever reads its file can sign. Fails with `key/not-saved`. */
  'keys.create': { request: { readonly passphrase?: string }; reply: KeyInfo }
  /** Keeps the key in memory until Vouch ends; an empty passphrase is none. Fails with `key/*`. */
  'keys.unlock': { request: { readonly path: string; readonly passphrase: string }; reply: KeyInfo }
  /** Fails with `population/exists`, `population/empty`, `query/*`. */
  'populations.freeze': { request: FreezeRequest; reply: PopulationInfo }
  'populations.list': { request: OfCase; reply: readonly PopulationSummary[] }
  /** Fails with `population/not-found`. */
  'populations.show': { request: OfCase & { readonly name: string }; reply: PopulationInfo }
  /** Held against the case as it is now, item by item. */
  'populations.check': { request: OfCase & { readonly name: string }; reply: PopulationCheck }
  /** The list from which anybody can redraw a sample. */
  'populations.export': { request: ListExportRequest; reply: SampleFileReport }
  /** Fails with `population/not-found`, `sample/exists`, `sample/impossible`. */
  'samples.draw': { request: DrawRequest; reply: SampleInfo }
  'samples.list': { request: OfCase; reply: readonly SampleSummary[] }
  'samples.show': { request: OfCase & { readonly name: string }; reply: SampleInfo }
  'samples.items': { request: SampleItemsRequest; reply: SampleItems }
  /** `changed`: items whose result or note is another now. Fails with `sample/not-found`, `usage/bad-argument`. */
  'samples.mark': {
    request: MarkRequest
    reply: { readonly changed: number; readonly progress: SampleProgress }
  }
  /** Every mark an item has had, oldest first. */
  'samples.history': {
    request: OfCase & { readonly sample: string; readonly item: number }
    reply: readonly SampleMark[]
  }
  /** The workpaper of a sample. Fails as `rows.export` does. */
  'samples.export': { request: WorkpaperRequest; reply: SampleFileReport }
  'jobs.start': { request: { readonly work: JobWork }; reply: JobInfo }
  /** Answers once the revision is another than `since`, or after `waitMs`. */
  'jobs.watch': { request: { readonly since: number | null; readonly waitMs: number }; reply: JobsSeen }
  'jobs.files': {
    request: { readonly job: number; readonly offset: number; readonly limit: number }
    reply: JobFiles
  }
  'jobs.cancel': { request: { readonly job: number }; reply: null }
  /** Takes an ended job from the list. */
  'jobs.dismiss': { request: { readonly job: number }; reply: null }
  'sources.list': { request: Record<string, never>; reply: SourceList }
  /** Adds a source of the user's own that builds on another, or replaces the own one of that id. Fails with `source/*`. */
  'sources.add': {
    request: SourceChoice & { readonly id: string; readonly title: string }
    reply: SourceList
  }
  /** Takes away a source of the user's own. Fails with `source/not-found`. */
  'sources.remove': { request: { readonly id: string }; reply: SourceList }
  /** Puts a secret into the key store of this computer; an empty one takes it away. Fails with `host/no-key-store`. */
  'sources.keepSecret': {
    request: { readonly source: string; readonly name: string; readonly secret: string }
    reply: SourceList
  }
  /** Asks for the first page and maps ten records; nothing is written. Fails with `pull/*`, `source/*`. */
  'sources.preview': { request: SourceChoice; reply: PullPreview }
  'profiles.list': {
    request: Record<string, never>
    reply: { readonly profiles: readonly ProfileInfo[]; readonly failures: readonly Failure[] }
  }
  'profiles.explain': {
    request: { readonly path: string; readonly profile?: string; readonly timezone?: string }
    reply: Explanation
  }
  /** A profile for a file that none knows, with what it would give; nothing is written. */
  'profiles.draft': { request: DraftRequest; reply: Draft }
  /** Keeps that profile among the user's own. Fails with `profile/not-saved`. */
  'profiles.keep': { request: DraftRequest; reply: KeptDraft }
  'profiles.test': {
    request: { readonly dir: string }
    reply: { readonly profiles: readonly ProfileInfo[]; readonly failures: readonly Failure[] }
  }
  /** Those that come with Vouch, or the one at a path. Fails with `redaction/not-found`, `redaction/invalid`. */
  'redaction.profiles': { request: { readonly path?: string }; reply: readonly RedactionProfileInfo[] }
  /** Digits of the pseudonyms that exports of the case give for values. Fails with `redaction/no-key`. */
  'redaction.pseudonyms': { request: OfCase & { readonly values: readonly string[] }; reply: readonly PseudonymInfo[] }
}

/** What the app sees: the engine's entries and the host's. */
export type AppApi = Api & HostApi

/** What goes along with a call. */
export interface CallOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** Whatever answers entries: the engine in this process, a host, or a carrier to them. */
export interface Caller<Entries extends { [K in keyof Entries]: { request: unknown; reply: unknown } }> {
  call<K extends keyof Entries>(
    entry: K,
    request: Entries[K]['request'],
    options?: CallOptions,
  ): Promise<Result<Entries[K]['reply']>>
  close(): Promise<void>
}

export type Engine = Caller<Api>
