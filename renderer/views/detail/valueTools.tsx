/** What can be done with a value: filter by it, leave it out, follow it, copy it. */
import { Copy, Filter, FilterX, SquareArrowOutUpRight } from 'lucide-react'
import { editClauses, openTab } from '../../state/caseStore.ts'
import { excludingValue, includingValue, valueFilter } from '../../state/clauses.ts'
import { t } from '../../texts/index.ts'
import { IconButton } from '../../ui/Button.tsx'
import { visibleLine } from '../../ui/visibleText.ts'

/** `field`: a field's id or `payload.` and a path. */
export function ValueTools({ field, value }: { readonly field: string; readonly value: string }) {
  return (
    <>
      <IconButton
        icon={Filter}
        label={t.detail.include}
        onClick={() => editClauses((clauses) => includingValue(clauses, field, value))}
      />
      <IconButton
        icon={FilterX}
        label={t.detail.exclude}
        onClick={() => editClauses((clauses) => excludingValue(clauses, field, value))}
      />
      <IconButton
        icon={SquareArrowOutUpRight}
        label={t.detail.onlyThis}
        onClick={() => openTab(valueFilter(field, value), visibleLine(value))}
      />
      <CopyButton text={value} label={t.detail.copy} />
    </>
  )
}

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  return <IconButton icon={Copy} label={label} onClick={() => void navigator.clipboard.writeText(text)} />
}
