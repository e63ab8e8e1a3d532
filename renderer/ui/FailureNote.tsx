/** A failure as data, told in full: what happened, where, what was kept, what to do next. */
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Failure } from '../../shared/failure.ts'
import { t } from '../texts/index.ts'
import { count } from './figures.ts'
import styles from './Notes.module.css'

export function FailureNote({ failure, children }: { readonly failure: Failure; readonly children?: ReactNode }) {
  const place = placeText(failure)
  return (
    <div className={styles.failure} role="alert">
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
