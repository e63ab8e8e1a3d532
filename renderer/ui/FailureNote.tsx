/**
 * A failure as data, told in full: what happened, where, what was kept, what to do next. One that stands alone is read out by
 * screen readers when it appears; of a list they read the summary, and the entries when they are gone to.
 */
import { ShieldCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Failure } from '../../shared/failure.ts'
import { t } from '../texts/index.ts'
import { count } from './figures.ts'
import styles from './Notes.module.css'

interface FailureProps {
  readonly failure: Failure
  readonly children?: ReactNode
}

/** One failure, read out at once. */
export function FailureNote(props: FailureProps) {
  return (
    <div role="alert">
      <FailureEntry {...props} />
    </div>
  )
}

/** How a check ended, read out in one sentence; what it found besides stands in a `FailureList`. */
export function Verdict({
  isGood,
  className,
  children,
}: {
  readonly isGood: boolean
  readonly className: string
  readonly children: ReactNode
}) {
  return (
    <p className={className} role={isGood ? 'status' : 'alert'}>
      {isGood && <ShieldCheck size={16} strokeWidth={1.5} aria-hidden />}
      {children}
    </p>
  )
}

/** What went wrong at once: one failure as itself, several under a summary, which alone is read out. */
export function FailureNotes({
  failures,
  summary,
}: {
  readonly failures: readonly Failure[]
  readonly summary: string
}) {
  const [only] = failures
  if (only === undefined) return null
  if (failures.length === 1) return <FailureNote failure={only} />
  return (
    <>
      <p role="alert">{summary}</p>
      <FailureList failures={failures} label={summary} />
    </>
  )
}

/** Findings that do not change, under their summary. */
export function FailureList({ failures, label }: { readonly failures: readonly Failure[]; readonly label: string }) {
  return (
    <EntryList label={label}>
      {failures.map((failure, place) => (
        // They have no identity of their own.
        <li key={`${place}`}>
          <FailureEntry failure={failure} />
        </li>
      ))}
    </EntryList>
  )
}

/** A list of what `FailureEntry` shows, in `li`. Nothing where there is none. */
export function EntryList({ label, children }: { readonly label: string; readonly children: readonly ReactNode[] }) {
  if (children.length === 0) return null
  return (
    <ul className={styles.list} aria-label={label}>
      {children}
    </ul>
  )
}

/** One failure of several, in a list. */
export function FailureEntry({ failure, children }: FailureProps) {
  const place = placeText(failure)
  return (
    <div className={styles.failure}>
      <TriangleAlert size={16} strokeWidth={1.5} aria-hidden />
      <div>
        <p>
          <strong>{failure.message}</strong> <code className={styles.code}>{failure.code}</code>
        </p>
        {place !== '' && <p className={styles.place}>{place}</p>}
        {failure.kept !== undefined && (
          <p>
            <span className={styles.label}>{t.frame.kept}</span> {failure.kept}
          </p>
        )}
        {failure.next !== undefined && (
          <p>
            <span className={styles.label}>{t.frame.next}</span> {failure.next}
          </p>
        )}
        {children}
      </div>
    </div>
  )
}

/** Exhibit, path, line, bytes and field, as far as they are known. */
export function placeText({ where = {} }: Pick<Failure, 'where'>): string {
  const parts: string[] = []
  if (where.exhibit !== undefined) parts.push(where.exhibit)
  if (where.path !== undefined) parts.push(where.path)
  if (where.line !== undefined) parts.push(t.frame.line(count(where.line)))
  if (where.startByte !== undefined)
    parts.push(t.frame.bytes(count(where.startByte), where.endByte === undefined ? '' : count(where.endByte)))
  if (where.field !== undefined) parts.push(t.frame.field(where.field))
  return parts.join(' · ')
}
