/** Which time is asked for: presets, and two ends that are typed or chosen. Says what relative times count from. */
import { CalendarClock, ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { type TimeRange, timeRangeOf } from '../../../../shared/query/index.ts'
import { microsFromUtcIso, resolveTimeRange, type TimeContext } from '../../../../shared/time/index.ts'
import { nowInEffect, setNowAt, useCase, useCaseParts, useTab, zoneInEffect } from '../../../state/caseStore.ts'
import { filterOf } from '../../../state/clauses.ts'
import { fullTime } from '../../../state/timeText.ts'
import { t } from '../../../texts/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { Popover } from '../../../ui/Popover.tsx'
import { spanText } from '../timeline/bins.ts'
import { boundText } from '../timeline/span.ts'
import { setTimeRange } from '../timeline/zoomHistory.ts'
import { isRelative, presetOf, presets, rangeOfPreset, typedBound, typedRange } from './presets.ts'
import styles from './TimeMenu.module.css'

export function TimeMenu({ className }: { readonly className: string }) {
  const { clauses } = useTab('clauses')
  const range = timeRangeOf(filterOf(clauses))
  const nowAt = useCase((state) => state.nowAt)
  const context = useTimeContext()
  const label = labelOf(range, context)
  const from = isRelative(range) ? (nowAt === 'newest' ? t.query.toNewest : t.query.toNow) : null
  const whole = from === null ? label : `${label} ${from}`
  // The zone stands in the title bar; here the times need the room.
  const short = label.replace(/ (?:UTC|[+-]\d\d:\d\d)$/, '')
  return (
    <Popover
      placement="bottom-end"
      label={t.query.time}
      button={
        <Button icon={CalendarClock} className={className} aria-label={`${t.query.time}: ${whole}`}>
          <span className="cut">
            {short}
            {from !== null && <span className={styles.from}> {from}</span>}
          </span>
          <ChevronDown size={16} strokeWidth={1.5} aria-hidden />
        </Button>
      }
    >
      {(close) => <TimePane range={range} context={context} close={close} />}
    </Popover>
  )
}

function useTimeContext(): TimeContext {
  const nowMicros = useCase(nowInEffect)
  const zone = zoneInEffect(useCase((state) => state.zone))
  return { nowMicros, zone }
}

function labelOf(range: TimeRange | null, context: TimeContext): string {
  const preset = presetOf(range)
  if (preset !== null) return t.query.presets[preset]
  const span = range === null ? null : resolveTimeRange(range, context)
  if (range === null || span === null) return t.query.presets.all
  const { startMicros, endMicros } = span
  if (!Number.isFinite(endMicros)) return t.query.since(fullTime(startMicros, context.zone))
  if (!Number.isFinite(startMicros)) return t.query.until(fullTime(endMicros, context.zone))
  return spanText({ fromMicros: startMicros, toMicros: endMicros }, context.zone)
}

function TimePane({
  range,
  context,
  close,
}: {
  readonly range: TimeRange | null
  readonly context: TimeContext
  readonly close: () => void
}) {
  const newest = useCase((state) => state.info?.timeTo ?? null)
  const { nowAt, clockMicros } = useCaseParts('nowAt', 'clockMicros')
  const [from, setFrom] = useState(range?.from?.value ?? '')
  const [to, setTo] = useState(range?.to?.value ?? '')
  const typed = typedRange(from, to, context)
  const chosen = presetOf(range)
  const headingId = useId()
  const apply = (next: TimeRange | null): void => {
    setTimeRange(next)
    close()
  }
  return (
    <div className={styles.pane}>
      <div className={styles.presets}>
        {presets.map((preset) => (
          <button
            key={preset}
            type="button"
            className={styles.choice}
            aria-pressed={preset === chosen}
            onClick={() => apply(rangeOfPreset(preset))}
          >
            {t.query.presets[preset]}
          </button>
        ))}
      </div>
      <div className={styles.rest}>
        <h2>{t.query.countFrom}</h2>
        <div className={styles.choices}>
          {(['clock', 'newest'] as const).map((choice) => (
            <button
              key={choice}
              type="button"
              className={styles.choice}
              aria-pressed={choice === nowAt}
              disabled={choice === 'newest' && newest === null}
              onClick={() => setNowAt(choice)}
            >
              {choice === 'clock'
                ? t.query.nowIs(fullTime(Math.floor(clockMicros / 1e6) * 1e6, context.zone).replace('.000', ''))
                : t.query.newestIs(
                    newest === null ? '–' : fullTime(microsFromUtcIso(newest), context.zone).replace('.000', ''),
                  )}
            </button>
          ))}
        </div>
        <form
          aria-labelledby={headingId}
          onSubmit={(event) => {
            event.preventDefault()
            if (typed.ok) apply(typed.range)
          }}
        >
          <h2 id={headingId}>{t.query.custom(context.zone)}</h2>
          <End
            label={t.query.from}
            pick={t.query.pickFrom}
            which="from"
            text={from}
            context={context}
            onText={setFrom}
          />
          <End label={t.query.to} pick={t.query.pickTo} which="to" text={to} context={context} onText={setTo} />
          {!typed.ok && typed.why === 'backwards' && (
            <p className={styles.wrong} role="alert">
              {t.query.backwards}
            </p>
          )}
          <Button look="primary" type="submit" disabled={!typed.ok}>
            {t.query.apply}
          </Button>
        </form>
      </div>
    </div>
  )
}

/** One end: typed in any way the query language knows, or chosen from the browser's own calendar. */
function End({
  label,
  pick,
  which,
  text,
  context,
  onText,
}: {
  readonly label: string
  readonly pick: string
  readonly which: 'from' | 'to'
  readonly text: string
  readonly context: TimeContext
  readonly onText: (text: string) => void
}) {
  const bound = typedBound(text, context)
  const hintId = useId()
  const micros = bound.kind === 'time' ? (which === 'from' ? bound.startMicros : bound.endMicros - 1) : null
  const resolved = micros === null ? null : fullTime(micros, context.zone)
  return (
    <div className={styles.end}>
      <label>
        <span className={styles.endLabel}>{label}</span>
        <input
          className={`field mono ${styles.field}`}
          value={text}
          placeholder={t.query.typedHint}
          spellCheck={false}
          aria-invalid={bound.kind === 'wrong'}
          aria-describedby={hintId}
          onChange={(event) => onText(event.target.value)}
        />
      </label>
      <input
        type="datetime-local"
        className={`field ${styles.picker}`}
        step={1}
        aria-label={pick}
        value={resolved === null ? '' : resolved.slice(0, 19).replace(' ', 'T')}
        onChange={(event) => onText(pickedText(event.target.value, context))}
      />
      <p id={hintId} className={bound.kind === 'wrong' ? styles.wrong : styles.resolved}>
        {bound.kind === 'wrong' ? t.query.notATime : (resolved ?? t.query.open)}
      </p>
    </div>
  )
}

/** What was chosen on the local clock, with its offset, so that another zone on screen does not change it. */
function pickedText(local: string, context: TimeContext): string {
  const bound = typedBound(local, context)
  return bound.kind === 'time' ? boundText(bound.startMicros, context.zone) : ''
}
