/** What stood in the way of the last thing asked for, or what was done and can be undone; until it is dismissed. */
import { X } from 'lucide-react'
import { tell, useApp } from '../../state/appStore.ts'
import { t } from '../../texts/index.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import styles from './Frame.module.css'

export function NoticeBar() {
  const notice = useApp((state) => state.notice)
  if (notice === null) return null
  return (
    <div className={styles.notice}>
      {notice.kind === 'failure' ? (
        <FailureNote failure={notice.failure} />
      ) : (
        <p role="status">
          {notice.text}{' '}
          {notice.undo !== null && (
            <Button
              onClick={() => {
                notice.undo?.()
                tell(null)
              }}
            >
              {t.frame.undo}
            </Button>
          )}
        </p>
      )}
      <IconButton icon={X} label={t.frame.dismiss} onClick={() => tell(null)} />
    </div>
  )
}
