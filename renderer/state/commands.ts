/**
 * Everything that can be done by key, in the palette and in the help: one list, filled by the parts that are on screen.
 */
import { useEffect } from 'react'
import { create } from 'zustand'

export interface Command {
  readonly id: string
  readonly title: string
  /** Heading in palette and help. */
  readonly group: string
  /**
   * As `KeyboardEvent.key`, with `Mod+` for Ctrl (⌘ on a Mac), `Shift+`, `Alt+` before it: `j`, `Mod+k`, `Shift+F`.
   * Several do the same. Keys without `Mod+` or `Alt+` do nothing while a text is typed, but for `Escape`.
   */
  readonly keys?: readonly string[]
  run(): void
}

/** The lists of all parts on screen; later parts go before earlier ones where they share a key. */
export const useCommandLists = create<{ readonly lists: readonly (readonly Command[])[] }>()(() => ({ lists: [] }))

/** Offers commands while the calling component is on screen. Pass a list made with `useMemo`. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    useCommandLists.setState(({ lists }) => ({ lists: [...lists, commands] }))
    return () => useCommandLists.setState(({ lists }) => ({ lists: lists.filter((list) => list !== commands) }))
  }, [commands])
}

/** All commands on screen, the innermost parts' first. */
export function commandsOnScreen(): readonly Command[] {
  return useCommandLists.getState().lists.toReversed().flat()
}

export const isMac = /mac/i.test(navigator.platform)

/** Runs the command of a key press; true where there was one. */
export function runKey(event: KeyboardEvent): boolean {
  const pressed = pressedKey(event)
  const typing = isTyping(event.target)
  // What floats has keys of its own; whoever asked for it by a key may send it away by the same.
  if (isFloating(event.target) && !pressed.startsWith('Mod+')) return false
  // Enter on a button or link is that button's own.
  if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('button, a[href], summary'))
    return false
  const command = commandsOnScreen().find((candidate) =>
    candidate.keys?.some(
      (key) => key.toLowerCase() === pressed.toLowerCase() && (!typing || /^(Mod|Alt|Escape)/.test(key)),
    ),
  )
  if (command === undefined) return false
  event.preventDefault()
  command.run()
  return true
}

function pressedKey(event: KeyboardEvent): string {
  const isLetter = /^[a-z]$/i.test(event.key)
  return [
    (isMac ? event.metaKey : event.ctrlKey) ? 'Mod+' : '',
    event.altKey ? 'Alt+' : '',
    // `?` is itself a shifted key; only letters and named keys tell it apart.
    event.shiftKey && (isLetter || event.key.length > 1) ? 'Shift+' : '',
    event.key,
  ].join('')
}

function isFloating(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role=dialog], [role=menu]') !== null
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select')
}

/** A key as people read it: `⌘K`, `Ctrl+K`. */
export function keyText(key: string): string {
  const named = key
    .replace('ArrowUp', '↑')
    .replace('ArrowDown', '↓')
    .replace('ArrowLeft', '←')
    .replace('ArrowRight', '→')
    .replace('Escape', 'Esc')
  return isMac
    ? named
        .replace('Mod+', '⌘')
        .replace('Shift+', '⇧')
        .replace('Alt+', '⌥')
        .replace(/[a-z]$/, (last) => last.toUpperCase())
    : named.replace('Mod+', 'Ctrl+').replace(/\+([a-z])$/, (_, last: string) => `+${last.toUpperCase()}`)
}
