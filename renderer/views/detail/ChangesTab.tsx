/** Before and after, side by side, field by field; what stayed the same is folded. */
import { diffWordsWithSpace } from 'diff'
import type { ReactNode } from 'react'
import type { ChangeInfo, EventDetail } from '../../../shared/api/index.ts'
import type { Json } from '../../../shared/failure.ts'
import { t } from '../../texts/index.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { count } from '../../ui/figures.ts'
import { visibleLine, visibleText } from '../../ui/visibleText.ts'
import styles from './Detail.module.css'

/** Longer texts are shown as replaced as a whole. In characters. */
const MAX_WORDS_COMPARED = 20_000

export function ChangesTab({ detail: { changes } }: { readonly detail: EventDetail }) {
  if (changes === null)
    return (
      <EmptyState title={t.detail.noChanges}>
        <p>{t.detail.noChangesWhy}</p>
      </EmptyState>
    )
  const { unchanged } = changes
  return (
    <>
      <p className={styles.summary}>
        {t.detail.changed(count(changes.fields.length))} · {visibleLine(t.detail.foundAt(changes.foundAt))}
      </p>
      <table className={styles.changes}>
        <thead>
          <tr>
            <th scope="col">{t.detail.changedField}</th>
            <th scope="col">{t.detail.before}</th>
            <th scope="col">{t.detail.after}</th>
          </tr>
        </thead>
        <tbody>
          {changes.fields.map((change) => (
            <Change key={`${change.kind} ${change.path}`} change={change} />
          ))}
        </tbody>
      </table>
      {unchanged.length > 0 && (
        <details className={styles.same}>
          <summary>{t.detail.unchanged(count(unchanged.length))}</summary>
          <table className={styles.changes}>
            <tbody>
              {unchanged.map(({ path, value }) => (
                <tr key={path}>
                  <th scope="row">{visibleLine(path)}</th>
                  <td>
                    <bdi className={styles.content}>{visibleText(textOf(value))}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </>
  )
}

function Change({ change }: { readonly change: ChangeInfo }) {
  const { path, kind, before, after } = change
  const words = comparedWords(before, after)
  return (
    <tr>
      <th scope="row">
        <bdi>{visibleLine(path)}</bdi>
        <div className={styles.kind}>{t.detail.kinds[kind]}</div>
      </th>
      <td className={before === undefined ? undefined : styles.removed}>
        {before === undefined ? <Absent /> : <Side sign="−">{words?.before ?? visibleText(textOf(before))}</Side>}
      </td>
      <td className={after === undefined ? undefined : styles.added}>
        {after === undefined ? <Absent /> : <Side sign="+">{words?.after ?? visibleText(textOf(after))}</Side>}
      </td>
    </tr>
  )
}

function Side({ sign, children }: { readonly sign: string; readonly children: ReactNode }) {
  return (
    <bdi className={styles.content}>
      <span className={styles.sign} aria-hidden>
        {sign}
      </span>
      {children}
    </bdi>
  )
}

function Absent() {
  return <span className={styles.absent}>{t.detail.nothing}</span>
}

/** Two texts with the words marked that only one of them has; null where that would not help. */
function comparedWords(
  before: Json | undefined,
  after: Json | undefined,
): { readonly before: ReactNode; readonly after: ReactNode } | null {
  if (typeof before !== 'string' || typeof after !== 'string') return null
  if (before.length + after.length > MAX_WORDS_COMPARED) return null
  const parts = diffWordsWithSpace(before, after)
  if (!parts.some((part) => !part.added && !part.removed && /\p{L}|\p{N}/u.test(part.value))) return null
  const side = (isOther: (part: (typeof parts)[number]) => boolean) =>
    parts
      .filter((part) => !isOther(part))
      .map((part, place) => {
        const text = visibleText(part.value)
        // The parts of one comparison keep their places.
        const key = `${place}`
        return part.added || part.removed ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>
      })
  return { before: side((part) => part.added), after: side((part) => part.removed) }
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
