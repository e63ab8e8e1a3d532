/** Buttons: with a word, or with an icon alone where that is faster than a word. */
import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes, Ref } from 'react'
import styles from './Button.module.css'
import { Hint } from './Hint.tsx'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary`: the one thing to do here; `quiet`: no border until it is pointed at. */
  readonly look?: 'plain' | 'primary' | 'quiet' | 'danger'
  readonly icon?: LucideIcon
  readonly ref?: Ref<HTMLButtonElement>
}

export function Button({ look = 'plain', icon: Icon, children, className = '', ...rest }: ButtonProps) {
  return (
    <button type="button" className={`${styles.button} ${styles[look]} ${className}`} {...rest}>
      {Icon !== undefined && <Icon size={16} strokeWidth={1.5} aria-hidden />}
      {children}
    </button>
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'look'> {
  readonly icon: LucideIcon
  /** Said by screen readers and shown on hover. */
  readonly label: string
  readonly isPressed?: boolean
}

export function IconButton({ icon: Icon, label, isPressed, className = '', ...rest }: IconButtonProps) {
  return (
    <Hint text={label}>
      <button
        type="button"
        className={`${styles.icon} ${className}`}
        aria-label={label}
        {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
        {...rest}
      >
        <Icon size={16} strokeWidth={1.5} aria-hidden />
      </button>
    </Hint>
  )
}
