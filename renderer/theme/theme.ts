/** Light, dark or as the system; and the nonce under which this page may add styles. */

export type ThemeChoice = 'system' | 'light' | 'dark'

let choice: ThemeChoice = 'system'

/** Puts the choice into effect. */
export function applyTheme(next: ThemeChoice): void {
  choice = next
  document.documentElement.dataset.theme = themeInEffect()
}

export function themeInEffect(): 'light' | 'dark' {
  return choice === 'system' ? (systemLook().matches ? 'dark' : 'light') : choice
}

/** Follows the system from now on, whenever that is the choice. */
export function followSystem(): void {
  systemLook().addEventListener('change', () => applyTheme(choice))
}

/** For libraries that add style elements; undefined where the page was served without one. */
export function styleNonce(): string | undefined {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content
  return nonce === undefined || nonce.startsWith('__') ? undefined : nonce
}

function systemLook(): MediaQueryList {
  return matchMedia('(prefers-color-scheme: dark)')
}
