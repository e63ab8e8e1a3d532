/** Who was logged in: sessions the exports record, and those that follow from events; also at a chosen instant (E7, E8). */
import { useState } from 'react'
import type { SessionInfo, SessionTime } from '../../../shared/api/index.ts'
import { printQuery } from '../../../shared/query/index.ts'
import { formatTime, resolveTimeBound } from '../../../shared/time/index.ts'
import { useAnswer } from '../../state/answers.ts'
import { nowInEffect, openTab, useCase, zoneInEffect } from '../../state/caseStore.ts'
import { useQuestion } from '../../state/question.ts'
import { valueFilter } from '../../state/clauses.ts'
import { fullTime, microsOf } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { Badge, type Hue } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { count, middleCut } from '../../ui/figures.ts'
import { maskedLine } from '../../ui/maskedText.ts'
import { Pager } from '../../ui/Pager.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import tables from '../exhibits/Exhibits.module.css'
import styles from './Sessions.module.css'
import { SessionsExportDialog } from './SessionsExportDialog.tsx'

/** Sessions of a page. */
const PAGE = 200

const hues: { readonly [status: string]: Hue } = { active: 'success', expired: 'unknown', revoked: 'revoke' }

export function SessionsScreen() {
  const zone = useCase((state) => state.zone)
  const nowMicros = useCase(nowInEffect)
  const question = useQuestion()
  const [search, setSearch] = useState('')
  const [instant, setInstant] = useState('')
  const [offset, setOffset] = useState(0)
  const span =
    instant.trim() === '' ? null : resolveTimeBound(instant, { nowMicros, zone: zoneInEffect(zone) }, 'point')
  const isUnread = instant.trim() !== '' && span === null
  const { filter } = question
  /** What is asked, without the page. */
  const asked = {
    ...question,
    ...(search.trim() === '' ? {} : { search: search.trim() }),
    ...(span === null ? {} : { liveAtMicros: span.startMicros }),
  }
  const { value, failure, isStale } = useAnswer('sessions.list', isUnread ? null : { ...asked, offset, limit: PAGE })
  const [isExporting, setExporting] = useState(false)
  return (
    <div className={tables.screen}>
      <div className={tables.toolbar}>
        <h2>{t.sessions.title}</h2>
        <input
          className={`field ${styles.field}`}
          value={search}
          placeholder={t.sessions.search}
          aria-label={t.sessions.search}
          onChange={(event) => {
            setSearch(event.target.value)
            setOffset(0)
          }}
        />
        <label className={styles.label}>
          {t.sessions.liveAt}
          <input
            className={`field mono ${styles.field}`}
            value={instant}
            placeholder={t.sessions.liveHint}
            aria-invalid={isUnread}
            onChange={(event) => {
              setInstant(event.target.value)
              setOffset(0)
            }}
          />
        </label>
        {isUnread && <span className={tables.incomplete}>{t.sessions.liveUnread}</span>}
        <span className={tables.space} />
        <Button disabled={value === undefined || value.total === 0 || isUnread} onClick={() => setExporting(true)}>
          {t.sessions.export}
        </Button>
        {value !== undefined && (
          <span className={`${tables.quiet} ${isStale ? 'stale' : ''}`}>
            {t.sessions.counts(count(value.total), count(value.recorded), count(value.derived))}
          </span>
        )}
      </div>
      {typeof filter !== 'string' && filter.kind !== 'all' && (
        <p className={tables.what}>
          {t.sessions.filtered}: <code>{visibleLine(printQuery(filter))}</code>
        </p>
      )}
      {failure !== undefined && <FailureNote failure={failure} />}
      {isExporting && <SessionsExportDialog asked={asked} onClose={() => setExporting(false)} />}
      {value?.total === 0 && !isStale && (
        <EmptyState title={t.sessions.none}>
          <p>{t.sessions.noneWhy}</p>
        </EmptyState>
      )}
      {value !== undefined && value.total > 0 && (
        <>
          {/* Wider than the window; with the focus in it, it is scrolled by key. */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by key (WCAG 2.1.1). */}
          <section className={`${styles.box} ${isStale ? 'stale' : ''}`} tabIndex={0} aria-label={t.sessions.title}>
            <table className={tables.table}>
              <thead>
                <tr>
                  {[
                    t.sessions.actor,
                    t.sessions.status,
                    `${t.sessions.first} (${zoneInEffect(zone)})`,
                    t.sessions.last,
                    t.sessions.expires,
                    t.sessions.addresses,
                    t.sessions.agents,
                    t.sessions.events,
                    t.sessions.actions,
                    t.sessions.id,
                  ].map((title) => (
                    <th key={title} scope="col">
                      {title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {value.sessions.map((session) => (
                  <Row key={session.id} session={session} zone={zone} />
                ))}
              </tbody>
            </table>
          </section>
          <Pager offset={offset} page={PAGE} total={value.total} onOffset={setOffset} />
        </>
      )}
    </div>
  )
}

function Row({ session, zone }: { readonly session: SessionInfo; readonly zone: string }) {
  const { id, origin, actor, displayName, status, addresses, userAgents, actions, events } = session
  const word = status ?? (origin === 'derived' ? t.sessions.derived : t.sessions.recorded)
  const hue = Object.hasOwn(hues, word.toLowerCase()) ? hues[word.toLowerCase()] : 'unknown'
  return (
    <tr>
      <td>
        <bdi>{visibleLine(displayName ?? actor ?? '–')}</bdi>
        {displayName !== null && actor !== null && (
          <div className={tables.quiet}>
            <bdi>{visibleLine(actor)}</bdi>
          </div>
        )}
      </td>
      <td>
        <Badge word={visibleLine(word)} hue={hue} />
        {status !== null && <div className={tables.quiet}>{t.sessions[origin]}</div>}
      </td>
      <TimeCell session={session} times={['createdAt', 'firstSeen']} zone={zone} />
      <TimeCell session={session} times={['lastSeen', 'lastActivityAt']} zone={zone} />
      <TimeCell session={session} times={['expiresAt']} zone={zone} />
      <td className="mono">{listText(addresses)}</td>
      <td title={userAgents.map(maskedLine).join('\n')} className="nowrap">
        {listText(userAgents.map((agent) => middleCut(agent, 32)))}
      </td>
      <td className={tables.number}>
        {events === 0 ? (
          '0'
        ) : (
          <button
            type="button"
            className={tables.link}
            onClick={() => openTab(valueFilter('sessionId', id), t.grid.pivots.session())}
          >
            {count(events)}
          </button>
        )}
      </td>
      <td className={styles.actions}>
        {actions.map(({ value, count: times }) => `${visibleLine(value)} ${count(times)}`).join(', ')}
      </td>
      <td className="mono nowrap" title={visibleLine(id)}>
        {visibleLine(middleCut(id, 18))}
      </td>
    </tr>
  )
}

/** The first of `times` that is known, to the second; whole, with its zone and as it was written, on hover. */
function TimeCell(cell: {
  readonly session: SessionInfo
  readonly times: readonly SessionTime[]
  readonly zone: string
}) {
  const { session, zone } = cell
  const shown = cell.times.find((time) => session[time] !== null)
  const iso = shown === undefined ? null : session[shown]
  const micros = microsOf(iso)
  if (shown === undefined || micros === null) return <td>{iso === null ? '–' : visibleLine(iso)}</td>
  const own = session.asLogged[shown]
  const whole = fullTime(micros, zone)
  return (
    <td className="mono nowrap" title={own === undefined ? whole : `${whole}\n${t.grid.asLogged} ${visibleLine(own)}`}>
      {formatTime(micros, zoneInEffect(zone), { fractionDigits: 0, showZone: false })}
    </td>
  )
}

function listText(values: readonly string[]): string {
  const [first] = values
  if (first === undefined) return '–'
  return values.length === 1 ? maskedLine(first) : `${maskedLine(first)} ${t.sessions.more(count(values.length - 1))}`
}
