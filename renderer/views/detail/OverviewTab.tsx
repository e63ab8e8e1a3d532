/** Every field that has a value, with both identities where somebody acted as somebody else; tags and notes. */
import { UserRoundCog } from 'lucide-react'
import type { EventDetail } from '../../../shared/api/index.ts'
import { labelOf, useCaseParts } from '../../state/caseStore.ts'
import { fullTime, microsOf } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { Badge } from '../../ui/Badge.tsx'
import { visibleLine, visibleText } from '../../ui/visibleText.ts'
import styles from './Detail.module.css'
import { Notes } from './Notes.tsx'
import { CopyButton, ValueTools } from './valueTools.tsx'

const badgeFields = new Set(['outcome', 'operation', 'severity'])
/** Shown elsewhere: in the head, or under Provenance. */
const elsewhere = new Set(['id', 'record'])

export function OverviewTab({ detail }: { readonly detail: EventDetail }) {
  const { info, zone } = useCaseParts('info', 'zone')
  const { fields, timeText } = detail
  const { actor, onBehalfOf } = fields
  return (
    <>
      {actor !== undefined && onBehalfOf !== undefined && (
        <p className={styles.both}>
          <UserRoundCog size={16} strokeWidth={1.5} aria-hidden />
          {t.detail.actedAs(visibleLine(actor), visibleLine(onBehalfOf))}
        </p>
      )}
      <dl className={styles.fields}>
        {Object.entries(fields)
          .filter(([id]) => !elsewhere.has(id))
          .map(([id, value]) => {
            const micros = id === 'time' ? microsOf(value) : null
            return (
              <div key={id} className={styles.field}>
                <dt>{labelOf(info, id)}</dt>
                <dd>
                  <bdi className={styles.value}>
                    {badgeFields.has(id) ? (
                      <Badge word={visibleLine(value)} />
                    ) : micros === null ? (
                      visibleText(value)
                    ) : (
                      <span className="mono">{fullTime(micros, zone)}</span>
                    )}
                    {id === 'time' && timeText !== null && (
                      <span className={styles.own}>
                        {t.detail.asLogged}: <span className="mono">{visibleLine(timeText)}</span>
                      </span>
                    )}
                  </bdi>
                  <span className={styles.tools}>
                    {id === 'time' ? (
                      <CopyButton text={value} label={t.detail.copy} />
                    ) : (
                      <ValueTools field={id} value={value} />
                    )}
                  </span>
                </dd>
              </div>
            )
          })}
      </dl>
      <Notes detail={detail} />
    </>
  )
}
