/**
 * The query as text: what the chips that are on ask all together. Enter reads what was typed and edits the chips; a
 * mistake is marked at its place, and what was found last stays.
 */
import * as Ariakit from '@ariakit/react'
import { History, Search } from 'lucide-react'
import {
  type KeyboardEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Failure } from '../../../../shared/failure.ts'
import { parseQuery, printQuery, scanQuery } from '../../../../shared/query/index.ts'
import { editClauses, knownFieldOf, useCase, useTab } from '../../../state/caseStore.ts'
import { useQuestion } from '../../../state/question.ts'
import { filterOf, withFilter } from '../../../state/clauses.ts'
import { t } from '../../../texts/index.ts'
import { IconButton } from '../../../ui/Button.tsx'
import { boxText, textOfBox } from './boxText.ts'
import { type Candidate, withCandidate } from './candidates.ts'
import { addToHistory, useHistory } from './history.ts'
import styles from './QueryBox.module.css'
import { QueryMistake } from './QueryMistake.tsx'
import { placeOfId, Suggestions } from './Suggestions.tsx'
import { SyntaxText } from './SyntaxText.tsx'
import { MAX_MARKED_LENGTH, markedPart, type Part } from './syntax.ts'
import { useCompletions } from './useCompletions.ts'

export interface QueryBoxHandle {
  focus(): void
}

export function QueryBox({ ref }: { readonly ref?: Ref<QueryBoxHandle> }) {
  const info = useCase((state) => state.info)
  const { clauses, key: tab } = useTab('clauses', 'key')
  const question = useQuestion()
  const history = useHistory()
  const knownField = useMemo(() => knownFieldOf(info), [info])
  const asked = useMemo(() => {
    const filter = filterOf(clauses)
    return filter.kind === 'all' ? '' : boxText(printQuery(filter))
  }, [clauses])
  const [text, setText] = useState(asked)
  const [caret, setCaret] = useState(0)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [list, setList] = useState<'closed' | 'completions' | 'history'>('closed')
  const [marked, setMarked] = useState<Part>({ start: 0, end: 0 })
  const field = useRef<HTMLInputElement>(null)
  const marks = useRef<HTMLDivElement>(null)
  const caretToSet = useRef<number | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab may ask the same, typed texts do not go along.
  useEffect(() => {
    setText(asked)
    setFailure(null)
    setList('closed')
  }, [asked, tab])

  useImperativeHandle(ref, () => ({
    focus() {
      field.current?.focus()
      field.current?.select()
    },
  }))

  // Read once per key press, for its marks and for what can follow.
  const scanned = useMemo(
    () => (text.length <= MAX_MARKED_LENGTH ? scanQuery(text, knownField) : null),
    [text, knownField],
  )
  const { place, candidates } = useCompletions(
    text,
    caret,
    list === 'completions' ? scanned : null,
    question,
    knownField,
  )
  const offered: readonly Candidate[] =
    list === 'history'
      ? history.map((entry) => ({ label: boxText(entry), hint: null, count: null, insert: boxText(entry) }))
      : list === 'completions'
        ? candidates
        : []
  const isOpen = list === 'history' || offered.length > 0
  const combobox = Ariakit.useComboboxStore({
    value: text,
    setValue: (next) => type(next),
    open: isOpen,
    setOpen: (wanted) => {
      if (!wanted) setList('closed')
    },
    placement: 'bottom-start',
  })
  const activeId = Ariakit.useStoreState(combobox, 'activeId')

  const type = (next: string): void => {
    // A paste may bring line ends; the field itself would drop them.
    const line = boxText(next)
    if (line === text) return
    setText(line)
    setCaret(field.current?.selectionStart ?? line.length)
    setFailure(null)
    // In an empty box, arrow keys offer what was asked before.
    setList(line === '' ? 'closed' : 'completions')
  }

  const submit = (wanted: string): void => {
    setList('closed')
    const query = textOfBox(wanted)
    const own = info?.columns.filter((column) => column.isOwn).map((column) => column.id) ?? []
    const parsed = parseQuery(query, knownField, own)
    if (!parsed.ok) {
      setFailure(parsed.failure)
      const column = (parsed.failure.where?.column ?? 1) - 1
      field.current?.setSelectionRange(column, column)
      return
    }
    setFailure(null)
    addToHistory(query.trim())
    editClauses((before) => withFilter(before, parsed.filter))
    // Where it is the same question in other words, nothing else would write it anew.
    setText(parsed.filter.kind === 'all' ? '' : boxText(printQuery(parsed.filter)))
  }

  const take = (candidate: Candidate): void => {
    if (list === 'history') {
      setText(candidate.insert)
      submit(candidate.insert)
      return
    }
    if (place === null) return
    const next = withCandidate(text, place, candidate)
    setText(next.text)
    setCaret(next.caret)
    setFailure(null)
    caretToSet.current = next.caret
    // A field calls for its value; a finished value for nothing yet.
    setList(place.kind === 'field' ? 'completions' : 'closed')
  }

  useLayoutEffect(() => {
    const element = field.current
    if (element === null) return
    if (caretToSet.current !== null) {
      element.setSelectionRange(caretToSet.current, caretToSet.current)
      caretToSet.current = null
    }
    follow()
  })

  /** The marks lie under the text wherever it is scrolled to, and are made for the part on view. */
  const follow = (): void => {
    if (marks.current === null || field.current === null) return
    marks.current.scrollLeft = field.current.scrollLeft
    const wanted = markedPart(field.current, field.current.value.length)
    setMarked((before) => (before.start === wanted.start && before.end === wanted.end ? before : wanted))
  }
  useEffect(() => {
    document.addEventListener('selectionchange', follow)
    return () => document.removeEventListener('selectionchange', follow)
  })

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const chosen = activeId == null ? undefined : offered[placeOfId(activeId)]
    if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault()
      take(chosen)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      submit(text)
    } else if (event.key === 'Tab' && !event.shiftKey && isOpen) {
      const first = list === 'completions' && place !== null && place.prefix !== '' ? offered[0] : undefined
      const taken = chosen ?? first
      if (taken === undefined) return
      event.preventDefault()
      take(taken)
    } else if (event.key === 'Escape' && (isOpen || failure !== null || text !== asked)) {
      event.preventDefault()
      event.stopPropagation()
      if (isOpen) setList('closed')
      else if (failure !== null) setFailure(null)
      else setText(asked)
    } else if (event.key === 'Escape') {
      // One level further back: to the rows, where j and k walk.
      event.preventDefault()
      event.stopPropagation()
      document.querySelector<HTMLElement>('[data-rows]')?.focus()
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !isOpen) {
      event.preventDefault()
      setCaret(event.currentTarget.selectionStart ?? text.length)
      setList(text === '' ? 'history' : 'completions')
    }
  }

  const mistake = useMemo(() => mistakeOf(failure, text), [failure, text])
  return (
    <div className={styles.box} data-wrong={failure !== null}>
      <Search className={styles.sign} size={16} strokeWidth={1.5} aria-hidden />
      <div className={styles.lines}>
        {scanned !== null && (
          <div ref={marks} className={styles.marks} aria-hidden>
            <SyntaxText text={text} tokens={scanned.tokens} mistake={mistake} marked={marked} />
          </div>
        )}
        <Ariakit.Combobox
          store={combobox}
          ref={field}
          className={styles.field}
          data-query-field
          data-marked={scanned !== null}
          autoSelect={false}
          showOnChange={false}
          showOnClick={false}
          showOnKeyPress={false}
          spellCheck={false}
          autoCapitalize="off"
          placeholder={t.query.boxHint}
          aria-label={t.query.box}
          aria-invalid={failure !== null}
          {...(failure === null ? {} : { 'aria-errormessage': 'query-mistake' })}
          onKeyDown={onKeyDown}
          onScroll={follow}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onBlur={() => setList('closed')}
        />
      </div>
      <IconButton
        icon={History}
        label={t.query.history}
        className={styles.history}
        isPressed={list === 'history'}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => {
          field.current?.focus()
          setList(list === 'history' ? 'closed' : 'history')
        }}
      />
      <Suggestions
        store={combobox}
        label={list === 'history' ? t.query.history : t.query.completions}
        candidates={offered}
        isHistory={list === 'history'}
        anchor={() => anchorOf(field.current, list === 'history' ? 0 : (place?.start ?? 0))}
        onTake={take}
      />
      {failure !== null && <QueryMistake id="query-mistake" failure={failure} />}
    </div>
  )
}

function mistakeOf(failure: Failure | null, text: string): Part | null {
  if (failure?.where?.column === undefined) return null
  const start = failure.where.column - 1
  const length = failure.facts?.length
  return { start, end: Math.min(Math.max(text.length, start + 1), start + (typeof length === 'number' ? length : 1)) }
}

/** Under the word that is being typed: the font is of one width. */
function anchorOf(
  field: HTMLInputElement | null,
  place: number,
): { x: number; y: number; width: number; height: number } | null {
  if (field === null) return null
  const box = field.getBoundingClientRect()
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return box
  context.font = getComputedStyle(field).font
  const x = box.x + context.measureText('0').width * place - field.scrollLeft
  return { x: Math.max(box.x, Math.min(x, box.right - 40)), y: box.y, width: 40, height: box.height }
}
