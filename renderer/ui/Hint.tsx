/** A short text beside what is pointed at or focused. */
import { Tooltip, TooltipAnchor, useTooltipStore } from '@ariakit/react'
import type { ReactElement, ReactNode } from 'react'
import styles from './Float.module.css'

export function Hint({ text, children }: { readonly text: ReactNode; readonly children: ReactElement }) {
  const tooltip = useTooltipStore({ timeout: 450 })
  // Esc takes the hint away, and goes on to what it is meant for: a dialog focuses its first button, whose hint would
  // otherwise have to be closed before it.
  const onEscape = () => {
    tooltip.hide()
    return false
  }
  return (
    <>
      <TooltipAnchor store={tooltip} render={children} />
      <Tooltip store={tooltip} className={styles.hint} portal gutter={6} unmountOnHide hideOnEscape={onEscape}>
        {text}
      </Tooltip>
    </>
  )
}
