/** Adds a live system: which kind, where it is, what it needs; its first page can be looked at before it is kept. */
import { type ReactNode, useId, useState } from 'react'
import type { PullPreview, SourceInfo, SourceList } from '../../../shared/api/index.ts'
import type { Failure } from '../../../shared/failure.ts'
import { call } from '../../state/caller.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Import.module.css'
import { Preview } from './PlannedFileRow.tsx'
import { SecretField } from './SecretField.tsx'

export interface SourceFormProps {
  /** Those that come with Vouch, to build on. */
  readonly sources: readonly SourceInfo[]
  /** Told the list of sources when a secret of one was kept. */
  readonly onChanged: (list: SourceList) => void
  /** The new list of sources; null where nothing was added. */
  readonly onDone: (list: SourceList | null) => void
}

export function SourceForm({ sources, onChanged, onDone }: SourceFormProps) {
  const [kind, setKind] = useState('')
  const [title, setTitle] = useState<string | null>(null)
  const [address, setAddress] = useState<string | null>(null)
  const [values, setValues] = useState<{ readonly [name: string]: string }>({})
  const [isAsking, setAsking] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [tested, setTested] = useState<PullPreview | null>(null)
  const source = sources.find(({ id }) => id === kind) ?? sources[0]
  if (source === undefined) return null
  const name = title ?? source.title
  const choice = {
    source: source.id,
    ...(address === null || address === source.baseUrl ? {} : { baseUrl: address }),
    set: Object.fromEntries(
      source.parameters.map((parameter) => [parameter.name, values[parameter.name] ?? parameter.value ?? '']),
    ),
  }
  const begin = (next: string) => {
    setKind(next)
    setTitle(null)
    setAddress(null)
    setValues({})
    setFailure(null)
    setTested(null)
  }
  const test = async () => {
    setAsking(true)
    setFailure(null)
    setTested(null)
    const reply = await call('sources.preview', choice)
    setAsking(false)
    if (reply.ok) setTested(reply.value)
    else setFailure(reply.failure)
  }
  const save = async () => {
    const reply = await call('sources.add', { ...choice, id: idFrom(name, source.id), title: name })
    if (reply.ok) onDone(reply.value)
    else setFailure(reply.failure)
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Field label={t.pulls.choose}>
        {(id) => (
          <select id={id} className={styles.select} value={source.id} onChange={(event) => begin(event.target.value)}>
            {sources.map((each) => (
              <option key={each.id} value={each.id}>
                {each.title}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t.pulls.name}>{(id) => <Text id={id} value={name} onChange={setTitle} />}</Field>
      {!source.baseUrl.includes('{') && (
        <Field label={t.pulls.baseUrl}>
          {(id) => <Text id={id} value={address ?? source.baseUrl} onChange={setAddress} />}
        </Field>
      )}
      {source.parameters.map((parameter) => (
        <Field key={parameter.name} label={parameter.title}>
          {(id) => (
            <Text
              id={id}
              value={values[parameter.name] ?? parameter.value ?? ''}
              onChange={(value) => setValues({ ...values, [parameter.name]: value })}
            />
          )}
        </Field>
      ))}
      {source.secrets.map((secret) => (
        <SecretField key={secret.name} source={source} secret={secret} onKept={onChanged} />
      ))}
      {source.documentation.map((page) => (
        <p key={page} className={styles.formNote}>
          {t.pulls.follows} {page}
        </p>
      ))}
      {source.limits?.notes != null && <p className={styles.formNote}>{source.limits.notes}</p>}
      {source.limits?.retentionDays != null && (
        <p className={styles.formNote}>{t.pulls.keptThere(count(source.limits.retentionDays))}</p>
      )}
      <div className={styles.buttons}>
        <Button disabled={isAsking} onClick={() => void test()}>
          {isAsking ? t.pulls.testing : t.pulls.test}
        </Button>
        <Button look="primary" type="submit" disabled={name.trim() === ''}>
          {t.pulls.save}
        </Button>
        <Button onClick={() => onDone(null)}>{t.pulls.cancel}</Button>
      </div>
      {failure !== null && <FailureNote failure={failure} />}
      {tested !== null && (
        <>
          <p role="status">{t.pulls.tested(visibleLine(tested.url), count(tested.records))}</p>
          {tested.explanation !== null && <Preview explanation={tested.explanation} />}
        </>
      )}
    </form>
  )
}

function Field({ label, children }: { readonly label: string; readonly children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className={styles.formRow}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}

function Text({
  id,
  value,
  onChange,
}: {
  readonly id: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <input
      id={id}
      className={styles.textField}
      value={value}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** An id made of the name: lower-case words with dashes; never that of the source it builds on. */
function idFrom(name: string, base: string): string {
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 56)
  return id === '' || id === base ? `my-${base}` : id
}
