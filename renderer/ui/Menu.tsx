/** Menus: behind a button, or at the pointer. */
import * as Ariakit from '@ariakit/react'
import { Check, type LucideIcon } from 'lucide-react'
import { memo, type ReactElement, type ReactNode } from 'react'
import styles from './Float.module.css'

export interface MenuEntry {
  readonly label: ReactNode
  readonly icon?: LucideIcon
  /** Key that does the same, for people. */
  readonly shortcut?: string
  /** Given: the entry is one of a choice. */
  readonly isChosen?: boolean
  readonly isDisabled?: boolean
  run(): void
}

/** Entries, headings (texts) and lines between them. */
export type MenuItems = readonly (MenuEntry | string | 'separator')[]

export interface MenuProps {
  /** The button: an element of its own, such as `<Button>`. */
  readonly button: ReactElement
  readonly items: MenuItems
  readonly placement?: Ariakit.MenuProviderProps['placement']
}

export function Menu({ button, items, placement = 'bottom-start' }: MenuProps) {
  return (
    <Ariakit.MenuProvider placement={placement}>
      <Ariakit.MenuButton render={button} />
      <Ariakit.Menu className={styles.menu} portal gutter={4} unmountOnHide>
        <Items items={items} />
      </Ariakit.Menu>
    </Ariakit.MenuProvider>
  )
}

/** No entries: the same list each time, for a menu that is closed. */
export const noItems: MenuItems = []

/** A menu at a point of the window; `at` null: closed. Whoever has many gives a closed one the same props each time. */
export const MenuAt = memo(function MenuAt({
  at,
  items,
  label,
  onClose,
}: {
  readonly at: { readonly x: number; readonly y: number } | null
  readonly items: MenuItems
  readonly label: string
  readonly onClose: () => void
}) {
  const menu = Ariakit.useMenuStore({
    open: at !== null,
    setOpen: (isOpen) => {
      if (!isOpen) onClose()
    },
    placement: 'bottom-start',
  })
  return (
    <Ariakit.Menu
      store={menu}
      className={styles.menu}
      aria-label={label}
      portal
      modal
      unmountOnHide
      getAnchorRect={() => (at === null ? null : { ...at, width: 0, height: 0 })}
    >
      <Items items={items} />
    </Ariakit.Menu>
  )
})

function Items({ items }: { readonly items: MenuItems }) {
  const hasChoice = items.some((item) => typeof item !== 'string' && item.isChosen !== undefined)
  return items.map((item, place) => {
    // Items have no identity of their own; a menu is made anew each time it opens.
    const key = `${place}`
    if (item === 'separator') return <Ariakit.MenuSeparator key={key} className={styles.separator} />
    if (typeof item === 'string')
      return (
        <div key={key} className={styles.heading}>
          {item}
        </div>
      )
    const { label, icon: Icon, shortcut, isChosen, isDisabled, run } = item
    return (
      <Ariakit.MenuItem
        key={key}
        className={styles.item}
        disabled={isDisabled}
        onClick={run}
        {...(isChosen === undefined ? {} : { role: 'menuitemradio', 'aria-checked': isChosen })}
      >
        {hasChoice && (
          <span className={styles.check}>{isChosen && <Check size={16} strokeWidth={1.5} aria-hidden />}</span>
        )}
        {Icon !== undefined && <Icon size={16} strokeWidth={1.5} aria-hidden />}
        <span>{label}</span>
        {shortcut !== undefined && <span className={styles.key}>{shortcut}</span>}
      </Ariakit.MenuItem>
    )
  })
}
