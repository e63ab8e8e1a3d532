/** The top line: which case, which screen, how many events, what runs, which zone, and the way to every command. */
import { Command, House, Lock, Settings2 } from 'lucide-react'
import { count } from '../../ui/figures.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Hint } from '../../ui/Hint.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { setTheme, showOverlay, useApp } from '../../state/appStore.ts'
import { densities, screens, setDensity, showScreen, useCaseParts } from '../../state/caseStore.ts'
import { keyText } from '../../state/commands.ts'
import { closeCase, nameOf } from '../../state/openCase.ts'
import { t } from '../../texts/index.ts'
import { JobsButton } from '../import/JobsButton.tsx'
import { FollowMenu } from './FollowMenu.tsx'
import { ZoneMenu } from './ZoneMenu.tsx'
import styles from './Frame.module.css'

export function TitleBar() {
  const { path, info, screen, density } = useCaseParts('path', 'info', 'screen', 'density')
  const theme = useApp((state) => state.theme)
  if (path === null || info === null) return null
  return (
    <header className={styles.title}>
      <IconButton icon={House} label={t.frame.openStart} onClick={closeCase} />
      <Hint text={path}>
        <h1 className={`${styles.name} cut`}>{nameOf(path)}</h1>
      </Hint>
      {!info.isWritable && (
        <Hint text={t.frame.readOnly}>
          <Lock size={16} strokeWidth={1.5} aria-label={t.frame.readOnly} />
        </Hint>
      )}
      <nav className={styles.screens} aria-label={t.frame.groups.go}>
        {screens.map((name) => (
          <button
            key={name}
            type="button"
            className={styles.screen}
            aria-current={name === screen ? 'page' : undefined}
            onClick={() => showScreen(name)}
          >
            {t.frame.screens[name]}
          </button>
        ))}
      </nav>
      <span className={styles.space} />
      <JobsButton />
      <FollowMenu />
      <span className={styles.total}>{t.frame.events(count(info.events))}</span>
      <ZoneMenu />
      <Menu
        placement="bottom-end"
        button={<IconButton icon={Settings2} label={t.frame.look} />}
        items={[
          ...(['system', 'light', 'dark'] as const).map((choice) => ({
            label: t.frame.themes[choice],
            isChosen: theme === choice,
            run: () => setTheme(choice),
          })),
          'separator' as const,
          ...densities.map((choice) => ({
            label: t.frame.densities[choice],
            isChosen: density === choice,
            run: () => setDensity(choice),
          })),
        ]}
      />
      <Button
        look="quiet"
        icon={Command}
        aria-label={`${t.frame.palette} ${keyText('Mod+k')}`}
        onClick={() => showOverlay('palette')}
      >
        <kbd className={styles.key}>{keyText('Mod+k')}</kbd>
      </Button>
    </header>
  )
}
