/** The questions that are open side by side; not shown while there is one. */
import { Plus, X } from 'lucide-react'
import { everything } from '../../../shared/filter.ts'
import { printQuery } from '../../../shared/query/index.ts'
import { filterOf } from '../../state/clauses.ts'
import { chooseTab, closeTab, openTab, type Tab, useCase } from '../../state/caseStore.ts'
import { t } from '../../texts/index.ts'
import { IconButton } from '../../ui/Button.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './TabStrip.module.css'

export function TabStrip() {
  const tabs = useCase((state) => state.tabs)
  const active = useCase((state) => state.activeTab)
  if (tabs.length < 2) return null
  return (
    <div className={styles.strip}>
      {tabs.map((tab) => (
        <div key={tab.key} className={styles.tab} data-active={tab.key === active}>
          <button
            type="button"
            data-tab
            className={`${styles.name} cut`}
            aria-current={tab.key === active ? 'true' : undefined}
            onClick={() => chooseTab(tab.key)}
            onAuxClick={(event) => {
              if (event.button === 1) close(tab.key)
            }}
          >
            {titleOf(tab)}
          </button>
          <IconButton
            icon={X}
            label={t.frame.closeTab(titleOf(tab))}
            className={styles.close}
            onClick={() => close(tab.key)}
          />
        </div>
      ))}
      <IconButton icon={Plus} label={t.frame.newTab} onClick={() => openTab(everything, null)} />
    </div>
  )
}

/** The focus goes on to the tab that is on screen then; to the rows where it is the only one. */
function close(key: number): void {
  closeTab(key)
  requestAnimationFrame(() => {
    const next = document.querySelector<HTMLElement>('[data-tab][aria-current]')
    ;(next ?? document.querySelector<HTMLElement>('[data-rows]'))?.focus()
  })
}

/** Its name, else what it asks. */
function titleOf(tab: Tab): string {
  const filter = filterOf(tab.clauses)
  return visibleLine(tab.title ?? (filter.kind === 'all' ? t.frame.allEvents : printQuery(filter)))
}
