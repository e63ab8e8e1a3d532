/** The bars on a canvas, with uPlot for scale, axis, pointer and brush. Knows times and counts; what they mean stays outside. */
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Bins } from './bins.ts'
import type { Span } from './span.ts'
import type { Layer } from './stack.ts'
import { ticksFor } from './ticks.ts'

export interface ChartModel {
  readonly span: Span
  readonly zone: string
  /** What is drawn; null: nothing was counted yet. */
  readonly bars: { readonly bins: Bins; readonly layers: readonly Layer[]; readonly highest: number } | null
}

export interface ChartListener {
  /** A stretch was brushed. */
  onBrush(span: Span): void
  onDoubleClick(): void
  /** The wheel turned at `share` (0 … 1) of the stretch; `by` in pixels, away from the user negative. */
  onZoom(share: number, by: number): void
  /** Moved by `share` of the stretch, later where positive. */
  onPan(share: number): void
  /** Where the pointer is, in CSS pixels from the left of the bars; null: elsewhere. */
  onPoint(point: { readonly micros: number; readonly left: number } | null): void
}

export interface Chart {
  update(model: ChartModel): void
  resize(width: number, height: number): void
  /** Reads the theme's colours again. */
  recolour(): void
  destroy(): void
}

/** CSS pixels for labels under the bars. */
const AXIS_PX = 18
/** Pixels of the device a part of a bar is high at least: one failure among thousands is still to be seen. */
const LEAST_PART_PX = 2

export function createChart(element: HTMLElement, first: ChartModel, listener: ChartListener): Chart {
  let model = first
  let colours = readColours()
  const width = Math.max(1, element.clientWidth)
  const height = Math.max(AXIS_PX + 1, element.clientHeight)
  const plot = new uPlot(
    {
      width,
      height,
      padding: [2, 0, 0, 0],
      legend: { show: false },
      scales: {
        x: { time: false, range: () => [model.span.fromMicros, model.span.toMicros] },
        y: { range: () => [0, Math.max(1, model.bars?.highest ?? 1)] },
      },
      series: [{}, { paths: () => null, points: { show: false } }],
      axes: [
        {
          size: AXIS_PX,
          gap: 2,
          font: `11px ${style('--font-text')}`,
          stroke: () => colours.label,
          grid: { show: false },
          ticks: { size: 4, width: 1, stroke: () => colours.line },
          border: { show: true, width: 1, stroke: () => colours.line },
          splits: (self) => ticks(self).map((tick) => tick.micros),
          values: (self) => ticks(self).map((tick) => tick.label),
        },
        { show: false },
      ],
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: 3 },
        bind: {
          dblclick: () => () => {
            listener.onDoubleClick()
            return null
          },
        },
      },
      hooks: {
        draw: [(self) => drawBars(self, model, colours)],
        setCursor: [
          (self) => {
            const left = self.cursor.left ?? -1
            listener.onPoint(left < 0 ? null : { micros: self.posToVal(left, 'x'), left })
          },
        ],
        setSelect: [
          (self) => {
            const { left, width: brushed } = self.select
            if (brushed <= 0) return
            const fromMicros = Math.round(self.posToVal(left, 'x'))
            const toMicros = Math.round(self.posToVal(left + brushed, 'x'))
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
            if (toMicros > fromMicros) listener.onBrush({ fromMicros, toMicros })
          },
        ],
      },
    },
    dataOf(model),
    element,
  )
  function ticks(self: uPlot) {
    return ticksFor(model.span, self.bbox.width / uPlot.pxRatio, model.zone)
  }
  const stopMoving = followMoves(plot.over, listener)
  return {
    update(next) {
      model = next
      plot.setData(dataOf(model))
    },
    resize(nextWidth, nextHeight) {
      plot.setSize({ width: Math.max(1, nextWidth), height: Math.max(AXIS_PX + 1, nextHeight) })
    },
    recolour() {
      colours = readColours()
      plot.redraw(false, true)
    },
    destroy() {
      stopMoving()
      plot.destroy()
    },
  }
}

/** The scale alone; the bars are drawn by hand. */
function dataOf({ span }: ChartModel): uPlot.AlignedData {
  return [
    [span.fromMicros, span.toMicros],
    [0, 0],
  ]
}

/** Wheel and middle button. */
function followMoves(over: HTMLElement, listener: ChartListener): () => void {
  const stop = new AbortController()
  const { signal } = stop
  over.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const box = over.getBoundingClientRect()
      const linePx = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
      const across = event.deltaX * linePx
      const down = event.deltaY * linePx
      if (event.shiftKey || Math.abs(across) > Math.abs(down))
        listener.onPan((across === 0 ? down : across) / box.width)
      else listener.onZoom((event.clientX - box.left) / box.width, down)
    },
    { passive: false, signal },
  )
  let lastX: number | null = null
  over.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 1) return
      event.preventDefault()
      over.setPointerCapture(event.pointerId)
      lastX = event.clientX
    },
    { signal },
  )
  over.addEventListener(
    'pointermove',
    (event) => {
      if (lastX === null) return
      listener.onPan((lastX - event.clientX) / over.clientWidth)
      lastX = event.clientX
    },
    { signal },
  )
  const end = () => {
    lastX = null
  }
  over.addEventListener('pointerup', end, { signal })
  over.addEventListener('pointercancel', end, { signal })
  return () => stop.abort()
}

function drawBars(plot: uPlot, { bars, span }: ChartModel, colours: Colours): void {
  if (bars === null || bars.highest === 0) return
  const { ctx, bbox } = plot
  const { bins, layers, highest } = bars
  const perMicro = bbox.width / (span.toMicros - span.fromMicros)
  const xOf = (micros: number): number => bbox.left + (micros - span.fromMicros) * perMicro
  const base = bbox.top + bbox.height
  const firstBin = Math.max(0, Math.floor((span.fromMicros - bins.fromMicros) / bins.binMicros))
  const lastBin = Math.min(bins.count, Math.ceil((span.toMicros - bins.fromMicros) / bins.binMicros))
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  const tops = new Float64Array(bins.count).fill(base)
  for (const { word, counts } of layers) {
    ctx.fillStyle = colours.of(word)
    for (let bin = firstBin; bin < lastBin; bin++) {
      if (!(counts[bin] > 0)) continue
      const left = Math.round(xOf(bins.fromMicros + bin * bins.binMicros))
      const right = Math.round(xOf(bins.fromMicros + (bin + 1) * bins.binMicros))
      // Bars touch where there is no room for a gap.
      const width = Math.max(1, right - left - (right - left >= 3 ? Math.round(uPlot.pxRatio) : 0))
      const height = Math.max(LEAST_PART_PX, Math.round((counts[bin] / highest) * bbox.height))
      tops[bin] -= height
      ctx.fillRect(left, tops[bin], width, height)
    }
  }
  ctx.restore()
}

interface Colours {
  readonly label: string
  readonly line: string
  of(outcome: string | null): string
}

/** Canvas knows no CSS variables: they are read once, and again when the theme changes. */
function readColours(): Colours {
  const known = new Map<string, string>()
  const unknown = style('--unknown')
  return {
    label: style('--ink-2'),
    line: style('--hairline-strong'),
    of(outcome) {
      if (outcome === null || !/^[a-z]+$/.test(outcome)) return unknown
      let colour = known.get(outcome)
      if (colour === undefined) {
        colour = style(`--${outcome}`) || unknown
        known.set(outcome, colour)
      }
      return colour
    },
  }
}

function style(variable: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim()
}
