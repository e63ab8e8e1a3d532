/** The main control: the query as text, its time, and what can be done with the whole of it. */
import { Download, PackageCheck, PanelLeft } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { showScreen } from '../../../state/caseStore.ts'
import { useCommands } from '../../../state/commands.ts'
import { t } from '../../../texts/index.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { ExportDialog } from '../../exports/ExportDialog.tsx'
import { usePanels } from '../panels.ts'
import { zoomOut, zoomTo } from '../timeline/zoomHistory.ts'
import { QueryBox, type QueryBoxHandle } from './QueryBox.tsx'
import styles from './QueryRow.module.css'
import { TimeMenu } from './TimeMenu.tsx'
import { ViewsMenu } from './ViewsMenu.tsx'

export function QueryRow() {
  const panels = usePanels()
  const box = useRef<QueryBoxHandle>(null)
  const [isExporting, setExporting] = useState(false)
  const newest = useRef(panels)
  newest.current = panels
  const commands = useMemo(() => {
    const group = t.frame.groups.events
    return [
      { id: 'query.focus', title: t.query.focus, group, keys: ['/'], run: () => box.current?.focus() },
      {
        id: 'facets.toggle',
        title: t.query.toggleFacets,
        group,
        keys: ['f'],
        run: () => newest.current.toggleFacets(),
      },
      { id: 'timeline.toggle', title: t.query.toggleTimeline, group, run: () => newest.current.toggleTimeline() },
      { id: 'timeline.out', title: t.query.zoomOut, group, keys: ['-'], run: zoomOut },
      { id: 'timeline.all', title: t.query.zoomAll, group, run: () => zoomTo(null) },
      { id: 'export', title: t.query.export, group, run: () => setExporting(true) },
      { id: 'pack', title: t.packs.open, group, run: () => showScreen('packs') },
    ]
  }, [])
  useCommands(commands)
  return (
    <div className={styles.row}>
      <IconButton icon={PanelLeft} label={t.query.facets} isPressed={panels.hasFacets} onClick={panels.toggleFacets} />
      <QueryBox ref={box} />
      <TimeMenu className={styles.time} />
      <ViewsMenu wordClass={styles.word} />
      <Button icon={Download} aria-label={t.query.export} onClick={() => setExporting(true)}>
        <span className={styles.word}>{t.query.export}</span>
      </Button>
      <IconButton icon={PackageCheck} label={t.packs.open} onClick={() => showScreen('packs')} />
      {isExporting && <ExportDialog isOpen onClose={() => setExporting(false)} />}
    </div>
  )
}
