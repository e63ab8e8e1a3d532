/**
 * The heart: what is asked on top, facets to the left, the events, and the one in question to the right. Panels keep their
 * sizes; on a narrow window the facets float behind a button and the detail lies over the grid.
 */
import { useEffect, useState } from 'react'
import { Group, type Layout, Panel, Separator } from 'react-resizable-panels'
import { useCase, useTab } from '../../state/caseStore.ts'
import { remember, remembered } from '../../state/remembered.ts'
import { useWidth } from '../../ui/useWidth.ts'
import { DetailPane } from '../detail/DetailPane.tsx'
import { CategoryRow } from './CategoryRow.tsx'
import styles from './EventsScreen.module.css'
import { FacetPanel } from './facets/FacetPanel.tsx'
import { beginFirstAnswer } from './grid/askedAnswer.ts'
import { EventGrid } from './grid/EventGrid.tsx'
import { PanelsContext, type Panels } from './panels.ts'
import { ChipRow } from './query/ChipRow.tsx'
import { QueryRow } from './query/QueryRow.tsx'
import { TabStrip } from './TabStrip.tsx'
import { Timeline } from './timeline/Timeline.tsx'

/** Narrower than this the facets fold and the detail overlays. */
const WIDE = 1180

export function EventsScreen() {
  const { event } = useTab('event')
  const isDetailFull = useCase((state) => state.isDetailFull)
  const [isFacetsOpen, setFacetsOpen] = useState(true)
  const [isTimelineOpen, setTimelineOpen] = useState(true)
  const [layout, setLayout] = useState<Layout | undefined>(undefined)
  const [isRead, setRead] = useState(false)
  const isWide = useWidth() >= WIDE
  useEffect(() => {
    beginFirstAnswer()
    void remembered('panels').then((kept) => {
      if (typeof kept === 'object' && kept !== null && !Array.isArray(kept)) {
        const { facets, timeline, sizes } = kept as { facets?: unknown; timeline?: unknown; sizes?: unknown }
        if (typeof facets === 'boolean') setFacetsOpen(facets)
        if (typeof timeline === 'boolean') setTimelineOpen(timeline)
        if (isLayout(sizes)) setLayout(sizes)
      }
      setRead(true)
    })
  }, [])
  useEffect(() => {
    if (isRead) remember('panels', { facets: isFacetsOpen, timeline: isTimelineOpen, sizes: layout ?? null })
  }, [isRead, isFacetsOpen, isTimelineOpen, layout])
  const [isFloating, setFloating] = useState(false)
  const panels: Panels = {
    hasFacets: isWide ? isFacetsOpen : isFloating,
    toggleFacets: () => (isWide ? setFacetsOpen(!isFacetsOpen) : setFloating(!isFloating)),
    hasTimeline: isTimelineOpen,
    toggleTimeline: () => setTimelineOpen(!isTimelineOpen),
  }
  if (!isRead) return null
  const hasDetail = event !== null
  return (
    <PanelsContext value={panels}>
      <div className={styles.screen}>
        <TabStrip />
        <QueryRow />
        <ChipRow />
        {isTimelineOpen && <Timeline />}
        <CategoryRow />
        {isDetailFull && hasDetail ? (
          <div className={styles.body}>
            <DetailPane />
          </div>
        ) : (
          <div className={styles.body}>
            <Group orientation="horizontal" defaultLayout={layout} onLayoutChanged={setLayout}>
              {isWide && isFacetsOpen && (
                <>
                  <Panel
                    id="facets"
                    defaultSize={250}
                    minSize={190}
                    maxSize={420}
                    groupResizeBehavior="preserve-pixel-size"
                  >
                    <FacetPanel />
                  </Panel>
                  <Separator className={styles.separator} />
                </>
              )}
              <Panel id="grid" minSize={320}>
                <EventGrid />
              </Panel>
              {isWide && hasDetail && (
                <>
                  <Separator className={styles.separator} />
                  <Panel id="detail" defaultSize={460} minSize={320} groupResizeBehavior="preserve-pixel-size">
                    <DetailPane />
                  </Panel>
                </>
              )}
            </Group>
            {!isWide && isFloating && (
              <div className={styles.floatingFacets}>
                <FacetPanel />
              </div>
            )}
            {!isWide && hasDetail && (
              <div className={styles.floatingDetail}>
                <DetailPane />
              </div>
            )}
          </div>
        )}
      </div>
    </PanelsContext>
  )
}

function isLayout(value: unknown): value is Layout {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((size) => typeof size === 'number' && size >= 0 && size <= 100)
  )
}
