/** A dialog over the page, for what cannot stand beside the thing it is about. Esc and the backdrop close it. */
import * as Ariakit from '@ariakit/react'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../texts/index.ts'
import { IconButton } from './Button.tsx'
import styles from './Float.module.css'

export interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  /** Buttons. */
  readonly foot?: ReactNode
}

export function Dialog({ title, isOpen, onClose, children, foot }: DialogProps) {
  return (
    <Ariakit.Dialog
      open={isOpen}
      onClose={onClose}
      className={styles.dialog}
      backdrop={<div className={styles.backdrop} />}
      unmountOnHide
      autoFocusOnShow={(element) => {
        // A field that asks for the focus, else the dialog itself: focused, the button that closes would show its hint.
        const dialog = element?.closest<HTMLElement>('[role=dialog]')
        const first = dialog?.querySelector<HTMLElement>('[data-first-focus]') ?? dialog
        first?.focus()
        return first === undefined || first === null
      }}
    >
      <div className={styles.dialogHead}>
        <Ariakit.DialogHeading>{title}</Ariakit.DialogHeading>
        <IconButton icon={X} label={t.frame.close} onClick={onClose} />
      </div>
      <div className={styles.dialogBody}>{children}</div>
      {foot !== undefined && <div className={styles.dialogFoot}>{foot}</div>}
    </Ariakit.Dialog>
  )
}
