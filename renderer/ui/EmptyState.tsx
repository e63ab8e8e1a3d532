/** What stands where nothing can be shown: why, and what to do. */
import type { ReactNode } from 'react'
import styles from './Notes.module.css'

export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      {children}
    </div>
  )
}
