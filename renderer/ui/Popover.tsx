/** A small pane behind a button. */
import * as Ariakit from '@ariakit/react'
import type { ReactElement, ReactNode } from 'react'
import styles from './Float.module.css'

export function Popover({
  button,
  label,
  placement = 'bottom-start',
  children,
}: {
  readonly button: ReactElement
  readonly label: string
  readonly placement?: Ariakit.PopoverProviderProps['placement']
  /** Given a function that closes the pane. */
  readonly children: (close: () => void) => ReactNode
}) {
  const popover = Ariakit.usePopoverStore({ placement })
  return (
    <>
      <Ariakit.PopoverDisclosure store={popover} render={button} />
      <Ariakit.Popover store={popover} className={styles.popover} aria-label={label} portal gutter={4} unmountOnHide>
        {children(() => popover.hide())}
      </Ariakit.Popover>
    </>
  )
}
