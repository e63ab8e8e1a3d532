/** A secret of a source: typed once into the key store of this computer, or where else it has to be put. Never shown. */
import { useId, useState } from 'react'
import type { SourceInfo, SourceList, SourceSecret } from '../../../shared/api/index.ts'
import { tellFailure } from '../../state/appStore.ts'
import { call } from '../../state/caller.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './Import.module.css'

export interface SecretFieldProps {
  readonly source: SourceInfo
  readonly secret: SourceSecret
  readonly onKept: (list: SourceList) => void
}

export function SecretField({ source, secret, onKept }: SecretFieldProps) {
  const id = useId()
  const [text, setText] = useState('')
  const title = `${t.pulls.secret} “${secret.name}” (${source.auth})`
  if (!secret.canKeep)
    return <p className={styles.formNote}>{`${title}: ${secret.isSet ? t.pulls.secretSet : secret.whereTo}`}</p>
  const keep = async () => {
    const reply = await call('sources.keepSecret', { source: source.id, name: secret.name, secret: text })
    setText('')
    if (reply.ok) onKept(reply.value)
    else tellFailure(reply.failure)
  }
  return (
    <div className={styles.formRow}>
      <label htmlFor={id}>{title}</label>
      <span className={styles.buttons}>
        <input
          id={id}
          type="password"
          className={styles.textField}
          value={text}
          placeholder={secret.isSet ? t.pulls.secretSet : ''}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
        <Button disabled={text === ''} onClick={() => void keep()}>
          {t.pulls.keepSecret}
        </Button>
      </span>
    </div>
  )
}
