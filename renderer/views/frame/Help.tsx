/** Every key, by what it is for. */
import { showOverlay, useApp } from '../../state/appStore.ts'
import { commandsOnScreen, keyText } from '../../state/commands.ts'
import { t } from '../../texts/index.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import styles from './Frame.module.css'

export function Help() {
  const isOpen = useApp((state) => state.overlay === 'help')
  const withKeys = isOpen ? commandsOnScreen().filter((command) => command.keys !== undefined) : []
  const groups = Object.groupBy(withKeys, (command) => command.group)
  return (
    <Dialog title={t.frame.help} isOpen={isOpen} onClose={() => showOverlay('none')}>
      <div className={styles.help}>
        {Object.entries(groups).map(([group, commands]) => (
          <section key={group}>
            <h2>{group}</h2>
            <dl>
              {commands?.map((command) => (
                <div key={command.id}>
                  <dt>
                    {command.keys?.map((key) => (
                      <kbd key={key}>{keyText(key)}</kbd>
                    ))}
                  </dt>
                  <dd>{command.title}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
