/** Who signs: nobody, one of the keys that are there, or a new one. Passphrases live in this component and nowhere else. */
import { KeyRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { KeyInfo } from '../../../shared/api/index.ts'
import type { Failure, Result } from '../../../shared/failure.ts'
import { call } from '../../state/caller.ts'
import { pick } from '../../state/pick.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Packs.module.css'

export function KeyChoice({
  chosen,
  onChoose,
}: {
  readonly chosen: string | null
  readonly onChoose: (path: string | null) => void
}) {
  const [keys, setKeys] = useState<readonly KeyInfo[]>([])
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isMaking, setMaking] = useState(false)
  useEffect(() => {
    void call('keys.list', {}).then((reply) => (reply.ok ? setKeys(reply.value) : setFailure(reply.failure)))
  }, [])
  /** Puts what became of a key in the list and chooses it. */
  const take = (reply: Result<KeyInfo>): boolean => {
    setFailure(reply.ok ? null : reply.failure)
    if (!reply.ok) return false
    setKeys((before) => [...before.filter(({ path }) => path !== reply.value.path), reply.value])
    onChoose(reply.value.path)
    return true
  }
  const chooseFile = async () => {
    const paths = await pick({ kind: 'files', title: t.packs.keyFile })
    if (paths === null) return
    const reply = await call('keys.unlock', { path: paths[0], passphrase: '' })
    // One under a passphrase is listed as such, to be unlocked there.
    if (!reply.ok && reply.failure.code === 'key/locked') onChoose(paths[0])
    else take(reply)
  }
  const selected = keys.find(({ path }) => path === chosen)
  const isNeeded = chosen !== null && selected?.isUnlocked !== true
  return (
    <>
      <label>
        <input type="radio" name="key" checked={chosen === null} onChange={() => onChoose(null)} />
        {t.packs.unsigned}
      </label>
      {keys.map((key) => (
        <label key={key.path} className={styles.key} title={visibleLine(key.path)}>
          <input type="radio" name="key" checked={chosen === key.path} onChange={() => onChoose(key.path)} />
          <span>{visibleLine(key.name)}</span>
          <code className={styles.fingerprint}>{key.fingerprint}</code>
          <span className={styles.quiet}>{remark(key)}</span>
        </label>
      ))}
      {chosen !== null && selected === undefined && (
        <label>
          <input type="radio" name="key" checked readOnly />
          <bdi className="cut">{visibleLine(chosen)}</bdi>
        </label>
      )}
      {isNeeded && (
        <Unlock
          key={chosen}
          onUnlock={async (passphrase) => take(await call('keys.unlock', { path: chosen, passphrase }))}
        />
      )}
      {chosen === null && <p className={styles.quiet}>{t.packs.unsignedWhy}</p>}
      {isMaking && (
        <NewKey
          onMake={async (passphrase) => {
            if (take(await call('keys.create', passphrase === '' ? {} : { passphrase }))) setMaking(false)
          }}
        />
      )}
      {failure !== null && <FailureNote failure={failure} />}
      <div className={styles.row}>
        <Button icon={KeyRound} aria-expanded={isMaking} onClick={() => setMaking(!isMaking)}>
          {t.packs.makeKey}
        </Button>
        <Button onClick={() => void chooseFile()}>{t.packs.keyFile}</Button>
      </div>
      <p className={styles.quiet}>{t.packs.keyWhy}</p>
    </>
  )
}

function Unlock({ onUnlock }: { readonly onUnlock: (passphrase: string) => Promise<unknown> }) {
  const [passphrase, setPassphrase] = useState('')
  const unlock = async () => {
    setPassphrase('')
    await onUnlock(passphrase)
  }
  return (
    <div className={styles.passphrases}>
      <Passphrase
        label={t.packs.passphrase}
        value={passphrase}
        onChange={setPassphrase}
        onEnter={() => void unlock()}
      />
      <Button disabled={passphrase === ''} onClick={() => void unlock()}>
        {t.packs.unlock}
      </Button>
    </div>
  )
}

function NewKey({ onMake }: { readonly onMake: (passphrase: string) => Promise<void> }) {
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const isSame = passphrase === again
  const isGood = passphrase !== '' && isSame
  const make = () => {
    if (isGood) void onMake(passphrase)
  }
  return (
    <div className={styles.passphrases}>
      <Passphrase label={t.packs.newPassphrase} value={passphrase} onChange={setPassphrase} onEnter={make} />
      <Passphrase label={t.packs.repeat} value={again} onChange={setAgain} onEnter={make} />
      <Button disabled={!isGood} onClick={make}>
        {t.packs.create}
      </Button>
      {again !== '' && !isSame && <p className={styles.bad}>{t.packs.notTheSame}</p>}
    </div>
  )
}

function Passphrase({
  label,
  value,
  onChange,
  onEnter,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onEnter: () => void
}) {
  return (
    <input
      type="password"
      value={value}
      autoComplete="off"
      aria-label={label}
      placeholder={label}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        // Not the form's: the pack is not to be begun.
        event.preventDefault()
        onEnter()
      }}
    />
  )
}

function remark({ origin, isEncrypted, isUnlocked }: KeyInfo): string {
  const own = origin === 'own' ? [t.packs.own] : []
  return [...own, ...(isEncrypted ? (isUnlocked ? [] : [t.packs.locked]) : [t.packs.noPassphrase])].join(' · ')
}
