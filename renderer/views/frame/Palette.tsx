/** Every command by name: Ctrl/⌘-K, type, Enter. */
import * as Ariakit from '@ariakit/react'
import { useState } from 'react'
import { showOverlay, useApp } from '../../state/appStore.ts'
import { commandsOnScreen, keyText } from '../../state/commands.ts'
import { t } from '../../texts/index.ts'
import floats from '../../ui/Float.module.css'
import styles from './Frame.module.css'

export function Palette() {
  const isOpen = useApp((state) => state.overlay === 'palette')
  return isOpen && <OpenPalette />
}

function OpenPalette() {
  const [search, setSearch] = useState('')
  const close = () => showOverlay('none')
  const words = search.toLowerCase().split(/\s+/)
  const found = commandsOnScreen().filter(({ title, group }) => {
    const name = `${group} ${title}`.toLowerCase()
    return words.every((word) => name.includes(word))
  })
  return (
    <Ariakit.Dialog
      open
      onClose={close}
      className={`${floats.dialog} ${styles.palette}`}
      backdrop={<div className={floats.backdrop} />}
      aria-label={t.frame.palette}
    >
      <Ariakit.ComboboxProvider open setValue={setSearch}>
        <Ariakit.Combobox
          autoSelect="always"
          autoFocus
          className={styles.paletteField}
          placeholder={t.frame.paletteHint}
          aria-label={t.frame.palette}
        />
        <Ariakit.ComboboxList className={styles.paletteList} alwaysVisible>
          {found.map((command) => (
            <Ariakit.ComboboxItem
              key={command.id}
              className={floats.item}
              value={command.title}
              setValueOnClick={false}
              onClick={() => {
                close()
                command.run()
              }}
            >
              <span className={styles.group}>{command.group}</span>
              <span>{command.title}</span>
              {command.keys?.[0] !== undefined && <kbd className={floats.key}>{keyText(command.keys[0])}</kbd>}
            </Ariakit.ComboboxItem>
          ))}
          {found.length === 0 && <div className={floats.heading}>{t.frame.nothingFound}</div>}
        </Ariakit.ComboboxList>
      </Ariakit.ComboboxProvider>
    </Ariakit.Dialog>
  )
}
