/** Light, dark or as the system; and the nonce under which this page may add styles. */

export type ThemeChoice = 'system' | 'light' | 'dark'

const dark = matchMedia('(prefers-color-scheme: dark)')
let choice: ThemeChoice = 'system'

/** Puts the choice into effect and keeps following the system where that is the choice. */
export function applyTheme(next: ThemeChoice): void {
  choice = next
  document.documentElement.dataset.theme = themeInEffect()
}

export function themeInEffect(): 'light' | 'dark' {
  return choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice
}

dark.addEventListener('change', () => applyTheme(choice))

/** For libraries that add style elements; undefined where the page was served without one. */
export function styleNonce(): string | undefined {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content
  return nonce === undefined || nonce.startsWith('__') ? undefined : nonce
}
