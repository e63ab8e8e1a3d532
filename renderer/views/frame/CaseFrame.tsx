/** A case on screen: title bar, tabs of questions, and the screen that was chosen. */
import { useCase } from '../../state/caseStore.ts'
import { CustodyScreen } from '../custody/CustodyScreen.tsx'
import { EventsScreen } from '../events/EventsScreen.tsx'
import { ExhibitsScreen } from '../exhibits/ExhibitsScreen.tsx'
import { ImportScreen } from '../import/ImportScreen.tsx'
import { PacksScreen } from '../packs/PacksScreen.tsx'
import { SamplesScreen } from '../samples/SamplesScreen.tsx'
import { SessionsScreen } from '../sessions/SessionsScreen.tsx'
import styles from './Frame.module.css'
import { TitleBar } from './TitleBar.tsx'

const shown = {
  events: EventsScreen,
  sessions: SessionsScreen,
  samples: SamplesScreen,
  exhibits: ExhibitsScreen,
  custody: CustodyScreen,
  import: ImportScreen,
  packs: PacksScreen,
}

export function CaseFrame() {
  const screen = useCase((state) => state.screen)
  const Shown = shown[screen]
  return (
    <div className={styles.frame}>
      <TitleBar />
      <main className={styles.main} id="screen">
        <Shown />
      </main>
    </div>
  )
}
