/** Makes a PDF of an HTML report, where the host can: in the desktop app. */
import { useState } from 'react'
import type { Result } from '../../../shared/failure.ts'
import { call } from '../../state/caller.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { bytesText } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'

type Made = Result<{ readonly path: string; readonly sizeBytes: number }>

export function PdfButton({ report }: { readonly report: string }) {
  const [made, setMade] = useState<Made | 'under way' | null>(null)
  const make = async () => {
    setMade('under way')
    setMade(await call('host.pdf', { path: report }))
  }
  return (
    <>
      <Button disabled={made === 'under way'} onClick={() => void make()}>
        {made === 'under way' ? t.export.makingPdf : t.export.makePdf}
      </Button>
      {made !== null && made !== 'under way' && (
        <div role="status">
          {made.ok ? (
            <p>
              <bdi>{visibleLine(made.value.path)}</bdi>, {bytesText(made.value.sizeBytes)}
            </p>
          ) : (
            <FailureNote failure={made.failure} />
          )}
        </div>
      )}
    </>
  )
}
