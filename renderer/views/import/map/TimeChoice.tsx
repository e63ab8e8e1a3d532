/** The time: its place, how it is written, and, where times state no zone, which one they were written in. */
import { isTimeZone } from '../../../../shared/time/index.ts'
import { t } from '../../../texts/index.ts'
import { count } from '../../../ui/figures.ts'
import { labelOf, useCase } from '../../../state/caseStore.ts'
import type { ChoicesProps } from './FieldChoices.tsx'
import styles from './Map.module.css'
import { PlaceSelect, sureText } from './PlaceSelect.tsx'

const formats = [
  'auto',
  'iso',
  'epoch',
  'epoch-s',
  'epoch-ms',
  'epoch-us',
  'epoch-ns',
  'day-first',
  'month-first',
  'rfc2822',
  'clf',
  'syslog',
  'YYYY-MM-DD HH:mm:ss',
  'D.M.YYYY H:mm:ss',
]

export function TimeChoice({ draft, choices, onChange }: ChoicesProps) {
  const info = useCase((state) => state.info)
  const { time } = choices
  const guess = draft.guesses.find(({ field }) => field === 'time')
  const label = labelOf(info, 'time')
  const setTime = (change: Partial<NonNullable<typeof time>>): void => {
    onChange({ ...choices, time: { path: '', format: 'auto', zone: null, ...time, ...change } })
  }
  return (
    <>
      <div className={styles.field}>
        <span className={styles.label}>{label}</span>
        <PlaceSelect
          label={t.map.from(label)}
          places={draft.places}
          path={time?.path ?? ''}
          onChoose={(path) =>
            path === ''
              ? onChange({ ...choices, time: null })
              : setTime({ path, ...(time === null ? {} : { format: 'auto' }) })
          }
        />
        <span className={styles.why}>{sureText(guess, time?.path ?? '')}</span>
      </div>
      {time === null ? (
        <p className={styles.warning}>{t.map.noTime}</p>
      ) : (
        <div className={styles.time}>
          <label>
            {t.map.format}
            <input
              list="time-formats"
              value={time.format}
              onChange={(event) => setTime({ format: event.target.value })}
            />
          </label>
          <datalist id="time-formats">
            {formats.map((format) => (
              <option key={format} value={format} />
            ))}
          </datalist>
          <label>
            {t.map.zone}
            <input
              list="map-zones"
              value={time.zone ?? ''}
              placeholder={t.map.zoneNone}
              aria-invalid={time.zone !== null && !isTimeZone(time.zone)}
              onChange={(event) => setTime({ zone: event.target.value === '' ? null : event.target.value })}
            />
          </label>
          <datalist id="map-zones">
            {['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          <p className={draft.timesWithoutZone > 0 ? styles.warning : styles.quiet} role="status">
            {draft.timesWithoutZone > 0
              ? t.map.withoutZone(count(draft.timesWithoutZone), count(draft.sampled))
              : time.zone === null
                ? t.map.allHaveZones
                : t.map.zoneIs(time.zone)}
          </p>
        </div>
      )}
    </>
  )
}
