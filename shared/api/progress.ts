/** What long work tells while it runs. */
export interface Progress {
  /** What is being worked on, for people. */
  readonly label: string
  readonly done: number
  /** Null where nobody knows. */
  readonly total: number | null
  readonly unit: 'bytes' | 'rows' | 'records' | 'files'
  /** The file being read; imports only. */
  readonly file?: FileProgress
}

/** How far one file of an import is. Its records are in the case only once it is through. */
export interface FileProgress {
  readonly path: string
  readonly profile: string
  readonly bytesDone: number
  /** Null where nobody knows (standard input, a member of an archive). */
  readonly bytesTotal: number | null
  /** Each is an event or a reject; stretches that gave no record are rejects, too. */
  readonly records: number
  readonly events: number
  readonly rejects: number
  /** Since this file was begun. */
  readonly seconds: number
}
