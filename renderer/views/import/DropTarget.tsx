/** The whole page takes files: what is dropped anywhere is about to be imported, into a new case where none is open. */
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { tellFailure } from '../../state/appStore.ts'
import { useCase } from '../../state/caseStore.ts'
import { droppedFiles } from '../../state/dropped.ts'
import { planFiles } from '../../state/importPlan.ts'
import { t } from '../../texts/index.ts'
import { FileDialog } from '../start/FileDialog.tsx'
import { newCase } from '../start/newCase.ts'
import styles from './Import.module.css'

export function DropTarget({ children }: { readonly children: ReactNode }) {
  const [isOver, setOver] = useState(false)
  // Enter and leave are told of every element inside; the difference says whether the pointer is within at all.
  const depth = useRef(0)
  const isFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has its counterpart in the buttons of the import screen.
    <div
      className={styles.target}
      onDragEnter={(event) => {
        if (!isFiles(event)) return
        depth.current++
        setOver(true)
      }}
      onDragLeave={() => {
        depth.current = Math.max(0, depth.current - 1)
        if (depth.current === 0) setOver(false)
      }}
      onDragOver={(event) => {
        if (isFiles(event)) event.preventDefault()
      }}
      onDrop={(event) => {
        if (!isFiles(event)) return
        event.preventDefault()
        depth.current = 0
        setOver(false)
        void take(event.dataTransfer)
      }}
    >
      {children}
      {isOver && <div className={styles.over}>{t.frame.dropHere}</div>}
      <FileDialog />
    </div>
  )
}

async function take(transfer: DataTransfer): Promise<void> {
  // What was dropped is gone once this event is over; it has to be asked for first.
  const taking = droppedFiles(transfer)
  if (useCase.getState().path === null) {
    const made = await newCase()
    if (made === null) return
    if (!made.ok) return tellFailure(made.failure)
  }
  planFiles(await taking)
}
