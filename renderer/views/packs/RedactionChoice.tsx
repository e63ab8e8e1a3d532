/** What is taken out of a pack: nothing, or what a profile means. */
import { useEffect, useState } from 'react'
import type { RedactionProfileInfo } from '../../../shared/api/index.ts'
import type { Failure } from '../../../shared/failure.ts'
import { call } from '../../state/caller.ts'
import { pick } from '../../state/pick.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Packs.module.css'

export function RedactionChoice({
  chosen,
  onChoose,
}: {
  readonly chosen: string | null
  readonly onChoose: (profile: string | null) => void
}) {
  const [profiles, setProfiles] = useState<readonly RedactionProfileInfo[]>([])
  const [failure, setFailure] = useState<Failure | null>(null)
  useEffect(() => {
    void call('redaction.profiles', {}).then((reply) =>
      reply.ok ? setProfiles(reply.value) : setFailure(reply.failure),
    )
  }, [])
  const known = profiles.find(({ id }) => id === chosen)
  const chooseFile = async () => {
    const paths = await pick({ kind: 'files', title: t.packs.redactFile })
    if (paths !== null) onChoose(paths[0])
  }
  return (
    <>
      <div className={styles.row}>
        <select
          aria-label={t.packs.sections.redact}
          value={chosen ?? ''}
          onChange={(event) => onChoose(event.target.value === '' ? null : event.target.value)}
        >
          <option value="">{t.packs.redactNothing}</option>
          {profiles.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
          {chosen !== null && known === undefined && <option value={chosen}>{visibleLine(chosen)}</option>}
        </select>
        <Button onClick={() => void chooseFile()}>{t.packs.redactFile}</Button>
      </div>
      {known !== undefined && <p className={styles.quiet}>{known.description}</p>}
      {chosen !== null && <p className={styles.quiet}>{t.packs.redactWhy}</p>}
      {failure !== null && <FailureNote failure={failure} />}
    </>
  )
}
