/** Commands that are there whatever is on screen. */
import { useMemo } from 'react'
import { setTheme, showOverlay, useApp } from '../../state/appStore.ts'
import { screens, showScreen, useCase } from '../../state/caseStore.ts'
import { type Command, useCommands } from '../../state/commands.ts'
import { closeCase } from '../../state/openCase.ts'
import { t } from '../../texts/index.ts'
import { zoneButtonId } from './ZoneMenu.tsx'

export function useFrameCommands(): void {
  const hasCase = useCase((state) => state.path !== null)
  const overlay = useApp((state) => state.overlay)
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: 'palette',
        title: t.frame.palette,
        group: t.frame.groups.help,
        keys: ['Mod+k'],
        run: () => showOverlay(overlay === 'palette' ? 'none' : 'palette'),
      },
      { id: 'help', title: t.frame.help, group: t.frame.groups.help, keys: ['?'], run: () => showOverlay('help') },
      ...(hasCase
        ? [
            ...screens.map((screen, place) => ({
              id: `screen.${screen}`,
              title: t.frame.screens[screen],
              group: t.frame.groups.go,
              keys: [`Alt+${place + 1}`],
              run: () => showScreen(screen),
            })),
            {
              id: 'zone',
              title: t.frame.zone,
              group: t.frame.groups.look,
              run: () => document.getElementById(zoneButtonId)?.click(),
            },
            { id: 'start', title: t.frame.openStart, group: t.frame.groups.go, run: closeCase },
          ]
        : []),
      ...(['system', 'light', 'dark'] as const).map((choice) => ({
        id: `theme.${choice}`,
        title: t.frame.themes[choice],
        group: t.frame.groups.look,
        run: () => setTheme(choice),
      })),
    ],
    [hasCase, overlay],
  )
  useCommands(commands)
}
