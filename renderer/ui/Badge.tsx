/** A meaning as a dot and a word on a ground of its hue; never by colour alone. */
import { outcomes } from '../../shared/fields.ts'
import styles from './Badge.module.css'

/** Meanings that have a colour of their own in `theme/tokens.css`. */
export const hues = [
  ...outcomes,
  'create',
  'update',
  'delete',
  'revoke',
  'assign',
  'unassign',
  'sync',
  'export',
  'read',
] as const
export type Hue = (typeof hues)[number]

const hueOfWord: { readonly [word: string]: Hue } = {
  approve: 'approved',
  deny: 'denied',
  login: 'read',
  logout: 'read',
  execute: 'update',
  other: 'unknown',
}

/** The hue of an outcome or operation; words without a meaning of their own are neutral. */
export function hueOf(word: string): Hue {
  return hues.find((hue) => hue === word) ?? (Object.hasOwn(hueOfWord, word) ? hueOfWord[word] : 'unknown')
}

/** A colour of the theme as CSS value. */
export function hueColour(hue: Hue): string {
  return `var(--${hue})`
}

export function Badge({ word, hue = hueOf(word) }: { readonly word: string; readonly hue?: Hue }) {
  return (
    <span className={styles.badge} data-hue={hue}>
      <span className={styles.dot} aria-hidden />
      <span className="cut">{word}</span>
    </span>
  )
}
