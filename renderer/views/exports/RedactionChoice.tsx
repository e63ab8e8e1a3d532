/** What is taken out before the file leaves the house: a profile that comes with Vouch, one of the user's own, or nothing. */
import { useAnswer } from '../../state/answers.ts'
import { t } from '../../texts/index.ts'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Exports.module.css'
import type { ExportDraft } from './exportDraft.ts'
import { PathRow } from './PathRow.tsx'

const OWN = 'own '

type Chosen = Pick<ExportDraft, 'redaction'>

export function RedactionChoice({
  draft,
  change,
}: {
  readonly draft: Chosen
  readonly change: (change: Chosen) => void
}) {
  const { redaction } = draft
  const { value: known = [] } = useAnswer('redaction.profiles', {})
  const isOwn = redaction.kind === 'file'
  const path = isOwn ? redaction.path : ''
  const { value: own, failure } = useAnswer('redaction.profiles', path === '' ? null : { path })
  const profile = isOwn ? (path === '' ? undefined : own?.[0]) : known.find(({ id }) => id === draftId(redaction))
  return (
    <>
      <label className={styles.field}>
        {t.export.redaction}
        <select
          value={isOwn ? OWN : draftId(redaction)}
          onChange={({ target: { value } }) =>
            change({
              redaction:
                value === OWN
                  ? { kind: 'file', path: '' }
                  : value === ''
                    ? { kind: 'none' }
                    : { kind: 'bundled', id: value },
            })
          }
        >
          <option value="">{t.export.noRedaction}</option>
          {known.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
          <option value={OWN}>{t.export.ownRedaction}</option>
        </select>
      </label>
      {isOwn && (
        <div className={styles.field}>
          <span>{t.export.redactionFile}</span>
          <PathRow
            label={t.export.redactionFile}
            path={path}
            placeholder="redaction.yaml"
            asked={{ kind: 'files', title: t.export.redactionFile }}
            onChange={(chosen) => change({ redaction: { kind: 'file', path: chosen } })}
          />
        </div>
      )}
      {isOwn && path !== '' && failure !== undefined && <FailureNote failure={failure} />}
      {profile !== undefined && failure === undefined && (
        <p className={styles.quiet}>
          <bdi>{visibleLine(profile.description === '' ? profile.title : profile.description)}</bdi>{' '}
          {profile.rules.some(({ action }) => action === 'pseudonymise') && t.export.pseudonymKey}
        </p>
      )}
    </>
  )
}

function draftId(redaction: ExportDraft['redaction']): string {
  return redaction.kind === 'bundled' ? redaction.id : ''
}
