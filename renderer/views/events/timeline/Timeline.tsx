/**
 * The events over time, by outcome: what answers the question, in the stretch of time it asks for. Brush, wheel and keys
 * edit the time clause, so that chips, query text and grid always say the same.
 */
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { microsFromUtcIso } from '../../../../shared/time/index.ts'
import { useAnswer } from '../../../state/answers.ts'
import { nowInEffect, useCase, useTab, zoneInEffect } from '../../../state/caseStore.ts'
import { useQuestion } from '../../../state/question.ts'
import { filterOf } from '../../../state/clauses.ts'
import { fullTime } from '../../../state/timeText.ts'
import { t } from '../../../texts/index.ts'
import { count } from '../../../ui/figures.ts'
import { type Bins, binAt, binsFor, lengthText, snapped, spanOfBin, spanText } from './bins.ts'
import { type Chart, type ChartListener, createChart } from './chart.ts'
import { Legend, Tip } from './Legend.tsx'
import {
  panned,
  rangeOfSpan,
  rounded,
  type Span,
  sameSpan,
  spanOnScreen,
  united,
  wholeSpan,
  within,
  zoomed,
} from './span.ts'
import { highestBin, layersOf } from './stack.ts'
import styles from './Timeline.module.css'
import { zoomOut, zoomTo } from './zoomHistory.ts'

/** Turning the wheel changes the question once it has rested this long. */
const SETTLE_MS = 220
/** Pixels of the wheel that double or halve the stretch. */
const WHEEL_PX = 240
const KEY_PAN = 0.1

export function Timeline() {
  const info = useCase((state) => state.info)
  const whole = useMemo(() => {
    const micros = (iso: string | null | undefined): number | null => (iso == null ? null : microsFromUtcIso(iso))
    return wholeSpan(micros(info?.timeFrom), micros(info?.timeTo))
  }, [info?.timeFrom, info?.timeTo])
  if (whole === null)
    return (
      <div className={styles.timeline}>
        <p className={styles.empty}>{t.query.noTimes}</p>
      </div>
    )
  return <TimelineOf whole={whole} />
}

function TimelineOf({ whole }: { readonly whole: Span }) {
  const zone = zoneInEffect(useCase((state) => state.zone))
  const now = useCase(nowInEffect)
  const hasOutcomes = useCase((state) => state.info?.columns.some((column) => column.id === 'outcome') === true)
  const { clauses } = useTab('clauses')
  const question = useQuestion()
  const [width, setWidth] = useState(0)
  const [moving, setMoving] = useState<Span | null>(null)
  const [point, setPoint] = useState<{ readonly micros: number; readonly left: number } | null>(null)
  const asked = useMemo(
    () => spanOnScreen(filterOf(clauses), { nowMicros: now, zone }, whole),
    [clauses, now, zone, whole],
  )
  const span = moving ?? asked
  const wanted = binsFor(asked, width, zone)
  const { value, isStale } = useAnswer(
    'rows.histogram',
    width === 0
      ? null
      : {
          ...question,
          fromMicros: wanted.fromMicros,
          toMicros: wanted.toMicros,
          bins: wanted.count,
          ...(hasOutcomes ? { by: 'outcome' } : {}),
        },
  )
  const bars = useMemo(() => {
    if (value === undefined || value === null) return null
    const { fromMicros, toMicros, counts } = value
    const bins: Bins = {
      fromMicros,
      toMicros,
      binMicros: (toMicros - fromMicros) / counts.length,
      count: counts.length,
    }
    return { bins, layers: layersOf(value), counts, highest: highestBin(counts)?.count ?? 0 }
  }, [value])

  const limits = united(whole, asked)
  const settle = useRef<ReturnType<typeof setTimeout>>(undefined)
  const state = useRef({ span, limits })
  state.current = { span, limits }
  /** Shown at once, asked for once it rests. */
  const move = (next: Span): void => {
    const kept = within(next, state.current.limits)
    state.current = { ...state.current, span: kept }
    setMoving(kept)
    clearTimeout(settle.current)
    settle.current = setTimeout(() => {
      setMoving(null)
      const { limits: ends } = state.current
      if (!sameSpan(kept, asked)) zoomTo(rangeOfSpan(within(rounded(kept, ends), ends), whole, zone))
    }, SETTLE_MS)
  }
  const listener: ChartListener = {
    onBrush: (brushed) => zoomTo(rangeOfSpan(snapped(brushed, bars?.bins ?? wanted, asked), whole, zone)),
    onDoubleClick: zoomOut,
    onZoom: (share, by) => move(zoomed(state.current.span, share, 2 ** (by / WHEEL_PX))),
    onPan: (share) => move(panned(state.current.span, share)),
    onPoint: setPoint,
  }
  const listening = useRef(listener)
  listening.current = listener
  useEffect(() => () => clearTimeout(settle.current), [])

  const holder = useRef<HTMLDivElement>(null)
  const chart = useRef<Chart>(undefined)
  const model = { span, zone, bars }
  const newest = useRef(model)
  newest.current = model
  useEffect(() => {
    const element = holder.current
    if (element === null) return
    chart.current = createChart(element, newest.current, {
      onBrush: (brushed) => listening.current.onBrush(brushed),
      onDoubleClick: () => listening.current.onDoubleClick(),
      onZoom: (share, by) => listening.current.onZoom(share, by),
      onPan: (share) => listening.current.onPan(share),
      onPoint: (at) => listening.current.onPoint(at),
    })
    const sizes = new ResizeObserver(() => {
      chart.current?.resize(element.clientWidth, element.clientHeight)
      setWidth(element.clientWidth)
    })
    sizes.observe(element)
    const theme = new MutationObserver(() => chart.current?.recolour())
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      sizes.disconnect()
      theme.disconnect()
      chart.current?.destroy()
      chart.current = undefined
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `newest` holds the model made of exactly these.
  useEffect(() => chart.current?.update(newest.current), [span.fromMicros, span.toMicros, zone, bars])

  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.shiftKey ? KEY_PAN * 5 : KEY_PAN
    const moves: { readonly [key: string]: () => void } = {
      ArrowLeft: () => move(panned(span, -by)),
      ArrowRight: () => move(panned(span, by)),
      '+': () => move(zoomed(span, 0.5, 0.5)),
      '=': () => move(zoomed(span, 0.5, 0.5)),
      '-': () => move(zoomed(span, 0.5, 2)),
      Home: () => zoomTo(null),
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(moves, event.key)) return
    event.preventDefault()
    event.stopPropagation()
    moves[event.key]()
  }
  const describedBy = useId()
  const highest = bars === null ? null : highestBin(bars.counts)
  const isEmpty = value !== undefined && highest === null
  const bin = point === null || bars === null ? null : binAt(bars.bins, point.micros)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is one thing made of many bars.
    <div
      className={styles.timeline}
      role="group"
      aria-label={t.query.timeline}
      aria-describedby={describedBy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys, to pan and zoom.
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className={styles.head}>
        <span className={styles.end}>{endText(span.fromMicros, zone)}</span>
        {bars !== null && (
          <Legend
            layers={bars.layers}
            isStale={isStale}
            scale={highest === null ? null : t.query.scale(lengthText(bars.bins.binMicros), count(highest.count))}
          />
        )}
        <span className={styles.end}>{endText(span.toMicros, zone)}</span>
      </div>
      <div ref={holder} className={`${styles.chart} ${isStale ? 'stale' : ''}`} aria-hidden />
      {isEmpty && <p className={styles.empty}>{t.query.noneInSpan}</p>}
      {point !== null && bin !== null && bars !== null && (
        <Tip
          title={spanText(spanOfBin(bars.bins, bin), zone)}
          layers={bars.layers}
          bin={bin}
          left={point.left}
          width={width}
        />
      )}
      <p id={describedBy} className="visually-hidden">
        {t.query.timelineKeys} {spanText(span, zone)}.{' '}
        {bars?.layers.map(({ word, total }) => `${word ?? t.query.noOutcome}: ${count(total)}`).join(', ')}.{' '}
        {bars !== null &&
          highest !== null &&
          t.query.mostIn(count(highest.count), spanText(spanOfBin(bars.bins, highest.bin), zone))}
      </p>
    </div>
  )
}

/** Seconds are enough where the stretch is long; the zone stands at each end, as it may differ. */
function endText(micros: number, zone: string): string {
  return fullTime(Math.floor(micros / 1000) * 1000, zone).replace(/:00\.000(?= )|\.000(?= )/, '')
}
