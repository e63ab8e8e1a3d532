/** A path, typed or chosen in a dialog: of a file that is there, or of one that is to be written. */
import type { PickRequest } from '../../../shared/api/index.ts'
import { pick, suggestedPath } from '../../state/pick.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './PathRow.module.css'

export interface PathRowProps {
  /** Read out for the field; what is seen of it stands beside the row. */
  readonly label: string
  /** Empty: none yet. */
  readonly path: string
  readonly placeholder?: string
  /** What the dialog asks for. */
  readonly asked: PickRequest
  readonly onChange: (path: string) => void
}

export function PathRow({ label, path, placeholder, asked, onChange }: PathRowProps) {
  const choose = async () => {
    const paths = await pick(asked)
    if (paths !== null) onChange(paths[0])
  }
  return (
    <span className={styles.row}>
      <input
        className="field mono"
        value={path}
        placeholder={placeholder}
        aria-label={label}
        onChange={({ target }) => onChange(target.value)}
      />
      <Button onClick={() => void choose()}>{t.export.choose}</Button>
    </span>
  )
}

export interface OutRowProps extends Pick<PathRowProps, 'path' | 'placeholder' | 'onChange'> {
  /** Title of the dialog. */
  readonly title: string
  /** Name that is suggested while there is no path. */
  readonly name: string
}

/** Where a file is to be written. */
export function OutRow({ title, name, ...row }: OutRowProps) {
  const suggested = row.path === '' ? suggestedPath(name) : row.path
  return <PathRow {...row} label={t.export.where} asked={{ kind: 'save', title, suggestedPath: suggested }} />
}

/** Said below the row once there is a path: the file is written whatever is there. */
export function Replaced({ path }: { readonly path: string }) {
  return path === '' ? null : <p className={styles.replaced}>{t.export.exists}</p>
}
