/** The zone of all times on screen, always in view; and what relative times count from. */
import { ChevronDown } from 'lucide-react'
import { useMemo, useState } from 'react'
import { isTimeZone } from '../../../shared/time/index.ts'
import { setNowAt, setZone, useCase, zoneInEffect } from '../../state/caseStore.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Popover.tsx'
import styles from './Frame.module.css'

/** The button, for the command that opens the menu. */
export const zoneButtonId = 'zone-menu'

/** Zones offered at once; typing narrows. */
const SHOWN_ZONES = 60

/** Zones whose name holds what was typed; the older names, which the list leaves out, where they are typed whole. */
function zonesFor(search: string, zones: readonly string[]): readonly string[] {
  const typed = search.trim().replaceAll(' ', '_')
  const found = zones.filter((name) => name.toLowerCase().includes(typed.toLowerCase()))
  return found.length === 0 && typed.includes('/') && isTimeZone(typed) ? [typed] : found
}

export function ZoneMenu() {
  const zone = useCase((state) => state.zone)
  const nowAt = useCase((state) => state.nowAt)
  const [search, setSearch] = useState('')
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), [])
  const found = zonesFor(search, zones)
  return (
    <Popover
      placement="bottom-end"
      label={t.frame.zone}
      button={
        <Button look="quiet" id={zoneButtonId} aria-label={`${t.frame.zone}: ${zoneInEffect(zone)}`}>
          {zoneInEffect(zone)}
          <ChevronDown size={16} strokeWidth={1.5} aria-hidden />
        </Button>
      }
    >
      {(close) => {
        const choose = (name: string) => {
          setZone(name)
          close()
        }
        const choice = (name: string, label: string) => (
          <button
            key={name}
            type="button"
            className={styles.choice}
            aria-pressed={zone === name}
            onClick={() => choose(name)}
          >
            {label}
          </button>
        )
        return (
          <div className={styles.zones}>
            <h2>{t.frame.zone}</h2>
            {choice('UTC', 'UTC')}
            {choice('local', t.frame.zoneLocal(zoneInEffect('local')))}
            <input
              className="field"
              placeholder={t.frame.zoneSearch}
              aria-label={t.frame.zoneSearch}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || found.length === 0) return
                // The button that has the focus next would take the same key.
                event.preventDefault()
                choose(found[0])
              }}
            />
            <div className={styles.zoneList}>
              {found.slice(0, SHOWN_ZONES).map((name) => choice(name, name))}
              {found.length === 0 && <p role="status">{t.frame.noZone}</p>}
            </div>
            <h2>{t.frame.nowAt}</h2>
            <div className={styles.choices}>
              {(['clock', 'newest'] as const).map((choiceOfNow) => (
                <button
                  key={choiceOfNow}
                  type="button"
                  className={styles.choice}
                  aria-pressed={nowAt === choiceOfNow}
                  onClick={() => setNowAt(choiceOfNow)}
                >
                  {choiceOfNow === 'clock' ? t.frame.nowClock : t.frame.nowNewest}
                </button>
              ))}
            </div>
          </div>
        )
      }}
    </Popover>
  )
}
