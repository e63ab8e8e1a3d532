/** What goes in a pack, who signs it, where it is put: one section per question, all of them in sight. */
import { type PackFormat, packFormats } from '../../../shared/api/index.ts'
import { printQuery } from '../../../shared/query/index.ts'
import { useAnswer } from '../../state/answers.ts'
import { useTab, zoneInEffect, useCase } from '../../state/caseStore.ts'
import { useQuestion } from '../../state/question.ts'
import { startJob } from '../../state/jobs.ts'
import { nameOf } from '../../state/openCase.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import { isNamed, redactionOf } from '../exports/exportDraft.ts'
import { OutRow, Replaced } from '../exports/PathRow.tsx'
import { RedactionChoice } from '../exports/RedactionChoice.tsx'
import { KeyChoice } from './KeyChoice.tsx'
import { recipientsFrom, usePackChoices } from './packForm.ts'
import styles from './Packs.module.css'

/** Events of a pack at most; the engine says so, too. */
const MOST_EVENTS = 1_000_000

const set = usePackChoices.setState

export function PackForm({ path }: { readonly path: string }) {
  const question = useQuestion()
  const { sort } = useTab('sort')
  const zone = useCase((state) => state.zone)
  const choices = usePackChoices()
  const { value, failure, isStale } = useAnswer('rows.count', question)
  const { title, purpose, formats, redaction, key, withStampRequest, isEncrypted, recipients, out } = choices
  const isTooMuch = (value?.count ?? 0) > MOST_EVENTS
  const isReady =
    out !== '' &&
    isNamed(redaction) &&
    value !== undefined &&
    !isTooMuch &&
    (!isEncrypted || recipientsFrom(choices).length > 0)
  const begin = () =>
    startJob({
      entry: 'pack.make',
      request: {
        ...question,
        out,
        overwrite: true,
        title,
        purpose,
        formats,
        ...(sort === null ? {} : { sort }),
        timeZone: zoneInEffect(zone),
        ...redactionOf(redaction),
        ...(key === null ? {} : { key }),
        timeStampRequest: withStampRequest,
        recipients: recipientsFrom(choices),
      },
    })
  const toggle = (format: PackFormat) =>
    set({ formats: packFormats.filter((name) => (name === format) !== formats.includes(name)) })
  const asked = typeof question.filter === 'string' ? question.filter : printQuery(question.filter)
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) void begin()
      }}
    >
      <fieldset>
        <legend>{t.packs.sections.what}</legend>
        <div className={styles.fields}>
          <p className={isStale ? 'stale' : ''}>{value === undefined ? '' : t.packs.events(count(value.count))}</p>
          {asked !== '' && <code className={styles.query}>{visibleLine(asked)}</code>}
          {failure !== undefined && <FailureNote failure={failure} />}
          {isTooMuch && <p className={styles.bad}>{t.packs.tooMany(count(MOST_EVENTS))}</p>}
          <label className={styles.line}>
            <span>{t.packs.packTitle}</span>
            <input
              value={title}
              placeholder={t.packs.titleHint}
              onChange={(event) => set({ title: event.target.value })}
            />
          </label>
          <label className={styles.line}>
            <span>{t.packs.purpose}</span>
            <input
              value={purpose}
              placeholder={t.packs.purposeHint}
              onChange={(event) => set({ purpose: event.target.value })}
            />
          </label>
        </div>
      </fieldset>
      <fieldset>
        <legend>{t.packs.sections.tables}</legend>
        <div className={styles.fields}>
          <div className={styles.row}>
            {packFormats.map((format) => (
              <label key={format}>
                <input type="checkbox" checked={formats.includes(format)} onChange={() => toggle(format)} />
                {t.packs.formats[format]}
              </label>
            ))}
          </div>
          <p className={styles.quiet}>{t.packs.always}</p>
        </div>
      </fieldset>
      <fieldset>
        <legend>{t.packs.sections.redact}</legend>
        <div className={styles.fields}>
          <RedactionChoice draft={choices} change={set} />
          {redaction.kind !== 'none' && <p className={styles.quiet}>{t.packs.redactWhy}</p>}
        </div>
      </fieldset>
      <fieldset>
        <legend>{t.packs.sections.sign}</legend>
        <div className={styles.fields}>
          <KeyChoice chosen={key} onChoose={(chosen) => set({ key: chosen })} />
        </div>
      </fieldset>
      <fieldset>
        <legend>{t.packs.sections.more}</legend>
        <div className={styles.fields}>
          <label>
            <input
              type="checkbox"
              checked={withStampRequest}
              onChange={() => set({ withStampRequest: !withStampRequest })}
            />
            {t.packs.stamp}
          </label>
          <label>
            <input type="checkbox" checked={isEncrypted} onChange={() => set({ isEncrypted: !isEncrypted })} />
            {t.packs.encrypt}
          </label>
          {isEncrypted && (
            <input
              className="mono"
              value={recipients}
              aria-label={t.packs.encrypt}
              placeholder={t.packs.recipients}
              onChange={(event) => set({ recipients: event.target.value })}
            />
          )}
        </div>
      </fieldset>
      <fieldset>
        <legend>{t.packs.sections.where}</legend>
        <div className={styles.fields}>
          <OutRow
            title={t.packs.title}
            name={`${nameOf(path)}-pack.zip${isEncrypted ? '.age' : ''}`}
            placeholder={t.export.where}
            path={out}
            onChange={(chosen) => set({ out: chosen })}
          />
          <Replaced path={out} />
          <div>
            <Button look="primary" type="submit" disabled={!isReady}>
              {t.packs.begin}
            </Button>
          </div>
        </div>
      </fieldset>
    </form>
  )
}
