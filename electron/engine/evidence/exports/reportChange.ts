/** A change that an event tells of, as a report shows it. */
export interface ReportChange {
  readonly path: string
  /** As it may be shown; null: there was no value. */
  readonly before: string | null
  readonly after: string | null
}
