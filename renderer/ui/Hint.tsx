/** A short text beside what is pointed at or focused. */
import { Tooltip, TooltipAnchor, TooltipProvider } from '@ariakit/react'
import type { ReactElement, ReactNode } from 'react'
import styles from './Float.module.css'

export function Hint({ text, children }: { readonly text: ReactNode; readonly children: ReactElement }) {
  return (
    <TooltipProvider timeout={450}>
      <TooltipAnchor render={children} />
      <Tooltip className={styles.hint} portal gutter={6} unmountOnHide>
        {text}
      </Tooltip>
    </TooltipProvider>
  )
}
