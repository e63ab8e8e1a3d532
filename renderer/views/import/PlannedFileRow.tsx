/** One file before its import: what it was taken for and why, another profile, zone or last day, and ten of its rows as they would be. */
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { Explanation, PlannedFile } from '../../../shared/api/index.ts'
import { useAnswer } from '../../state/answers.ts'
import { choose, mapFile, usePlan } from '../../state/importPlan.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { bytesText, count } from '../../ui/figures.ts'
import { JsonTree } from '../../ui/JsonTree.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import { FileNotTaken } from './FileNotTaken.tsx'
import { LastDay } from './LastDay.tsx'
import { MappedRows } from './MappedRows.tsx'
import styles from './Import.module.css'
import sample from './SampleTable.module.css'
import { TypedChoice } from './TypedChoice.tsx'

export function PlannedFileRow({ file }: { readonly file: PlannedFile }) {
  const [isOpen, setOpen] = useState(false)
  const choice = usePlan((state) => state.choices[file.path])
  if (file.kind !== 'readable') return <FileNotTaken file={file} />
  const { explanation, sizeBytes, alreadyImported, yearsTold } = file
  return (
    <article className={styles.file} data-skipped={choice?.skip === true}>
      <div className={styles.fileHead}>
        <button type="button" className={styles.turn} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <ChevronRight size={16} strokeWidth={1.5} aria-hidden data-open={isOpen} />
          <bdi className="cut">{visibleLine(file.path)}</bdi>
        </button>
        <span className={styles.quiet}>{sizeBytes === null ? '' : bytesText(sizeBytes)}</span>
        {isGuessed(explanation) && <Button onClick={() => mapFile(file.path)}>{t.map.open}</Button>}
        <ProfileChoice file={file.path} explanation={explanation} chosen={choice?.profile} />
        <ZoneChoice file={file.path} />
        <label className={styles.take}>
          <input
            type="checkbox"
            checked={choice?.skip !== true}
            onChange={(event) => choose(file.path, { skip: !event.target.checked })}
          />
          {t.import.take}
        </label>
      </div>
      <p className={styles.why}>
        {alreadyImported !== null && <strong>{t.import.already(alreadyImported)} </strong>}
        {explanation.why.map(visibleLine).join(' · ')}
        {explanation.rejects.length > 0 && (
          <strong> {t.import.sampleRejects(count(explanation.rejects.length))}</strong>
        )}
      </p>
      {explanation.candidates
        .filter(({ profile, isGuessing }) => !isGuessing && !explanation.profile.startsWith(`${profile}@`))
        .map(({ profile, why }) => (
          <p key={profile} className={styles.why}>
            {t.import.alsoClaimed(profile, why.map(visibleLine).join(' · '))}
          </p>
        ))}
      {yearsTold !== null && <LastDay file={file.path} told={yearsTold} />}
      {isOpen && <Preview explanation={explanation} />}
    </article>
  )
}

/** Whether no profile knows the file: then its fields are guesses, which its user can settle. */
function isGuessed({ profile }: Explanation): boolean {
  return profile.startsWith('generic-')
}

function ProfileChoice({
  file,
  explanation,
  chosen,
}: {
  readonly file: string
  readonly explanation: Explanation
  readonly chosen: string | undefined
}) {
  const { value } = useAnswer('profiles.list', {})
  const likely = explanation.candidates.map((candidate) => candidate.profile.split('@')[0])
  const others = (value?.profiles ?? []).filter((profile) => !likely.includes(profile.id))
  return (
    <select
      className={styles.select}
      aria-label={t.import.profile}
      value={chosen ?? explanation.profile.split('@')[0]}
      onChange={(event) => choose(file, { profile: event.target.value })}
    >
      {[...new Set([explanation.profile.split('@')[0], ...likely])].map((id) => (
        <option key={id} value={id}>
          {id}
        </option>
      ))}
      <optgroup label={t.import.otherProfiles}>
        {others.map(({ id, title }) => (
          <option key={id} value={id} title={title}>
            {id}
          </option>
        ))}
      </optgroup>
    </select>
  )
}

function ZoneChoice({ file }: { readonly file: string }) {
  return (
    <>
      <TypedChoice
        file={file}
        choice="timezone"
        label={t.import.zone}
        placeholder={t.import.zone}
        wrong={(text) => t.import.noZone(visibleLine(text))}
        list="zones"
      />
      <datalist id="zones">
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  )
}

/** Columns of the preview with a value somewhere, and the rows. */
export function Preview({ explanation: { columns, rows, rejects, guesses } }: { readonly explanation: Explanation }) {
  return (
    <>
      <div className={`${sample.frame} ${styles.preview}`}>
        <MappedRows columns={columns} rows={rows} />
      </div>
      {typeof guesses === 'object' && guesses !== null && (
        <details className={styles.guesses}>
          <summary>{t.detail.guesses}</summary>
          <div className={styles.tree}>
            <JsonTree value={guesses} label={t.detail.guesses} />
          </div>
        </details>
      )}
      {rejects.map((failure) => (
        <FailureNote key={`${failure.where?.startByte} ${failure.message}`} failure={failure} />
      ))}
    </>
  )
}
