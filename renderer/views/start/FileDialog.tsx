/** The app's own dialog for files, folders and places to save, where the host has none: on loopback, for the machine the engine runs on. */
import { CornerLeftUp, File, Folder } from 'lucide-react'
import { useEffect, useState } from 'react'
import { type OpenPick, usePick } from '../../state/pick.ts'
import { t } from '../../texts/index.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { bytesText, count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './FileDialog.module.css'
import { useFolderListing } from './useFolderListing.ts'

export function FileDialog() {
  const open = usePick((state) => state.open)
  return open === null ? null : <Asking key={open.request.title} open={open} />
}

function Asking({ open: { request, answer } }: { readonly open: OpenPick }) {
  const suggested = splitPath(request.suggestedPath ?? '')
  const [name, setName] = useState(suggested.name)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const shown = useFolderListing(suggested.folder, () => setChosen([]))
  const { listing, failure, typed, isSettled, isAsking, setTyped, show } = shown
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, where the dialog begins.
  useEffect(() => {
    void show(suggested.folder).then((isThere) => {
      // The folder that was suggested need not be there yet.
      if (!isThere) void show()
    })
  }, [])
  const isSave = request.kind === 'save'
  const isFolder = request.kind === 'folder'
  const separator = (listing?.folder ?? '').includes('\\') ? '\\' : '/'
  const result = (): readonly string[] => {
    if (listing === null || !isSettled) return []
    if (isSave) return name.trim() === '' ? [] : [`${listing.folder.replace(/[\\/]$/, '')}${separator}${name.trim()}`]
    return isFolder && chosen.length === 0 ? [listing.folder] : chosen
  }
  const entries = (listing?.entries ?? []).filter(
    (entry) => entry.kind === 'folder' || (!isFolder && (request.kind === 'files' || /\.vouch$/i.test(entry.name))),
  )
  const turn = (path: string, isMany: boolean) => {
    const others = isMany && request.kind === 'files' ? chosen : []
    setChosen(chosen.includes(path) ? chosen.filter((other) => other !== path) : [...others, path])
  }
  return (
    <Dialog
      title={request.title}
      isOpen
      onClose={() => answer(null)}
      foot={
        <>
          <span role="status" className={styles.note}>
            {!isSettled && !isAsking && failure === null && t.start.goFirst}
          </span>
          <Button look="primary" disabled={result().length === 0} onClick={() => answer(result())}>
            {isSave ? t.start.save : isFolder && chosen.length === 0 ? t.start.thisFolder : t.start.choose}
          </Button>
        </>
      }
    >
      <form
        className={styles.path}
        onSubmit={(event) => {
          event.preventDefault()
          void show(typed)
        }}
      >
        <IconButton
          icon={CornerLeftUp}
          label={t.start.up}
          disabled={listing?.parent === null}
          onClick={() => void show(listing?.parent ?? undefined)}
        />
        <input
          className={`field mono ${styles.field}`}
          value={typed}
          aria-label={t.start.folder}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit">{t.start.go}</Button>
      </form>
      {failure !== null && <FailureNote failure={failure} />}
      <div className={styles.body}>
        <nav aria-label={t.start.places} className={styles.places}>
          {listing?.places.map((place) => (
            <Button key={place.path} look="quiet" onClick={() => void show(place.path)}>
              {place.name}
            </Button>
          ))}
        </nav>
        <ul className={styles.entries}>
          {entries.map((entry) => (
            <li key={entry.path}>
              <button
                type="button"
                className={styles.entry}
                aria-pressed={chosen.includes(entry.path)}
                onClick={(event) => {
                  if (entry.kind === 'folder' && request.kind !== 'files') void show(entry.path)
                  else if (isSave) setName(entry.name)
                  else turn(entry.path, event.ctrlKey || event.metaKey || request.kind === 'files')
                }}
                onDoubleClick={() =>
                  entry.kind === 'folder' ? void show(entry.path) : !isSave && answer([entry.path])
                }
              >
                {entry.kind === 'folder' ? (
                  <Folder size={16} strokeWidth={1.5} aria-label={t.start.folder} />
                ) : (
                  <File size={16} strokeWidth={1.5} aria-hidden />
                )}
                <bdi className="cut">{visibleLine(entry.name)}</bdi>
                <span className={styles.size}>{entry.kind === 'file' && bytesText(entry.sizeBytes)}</span>
                <span className={styles.size}>{entry.modifiedAt.slice(0, 10)}</span>
              </button>
            </li>
          ))}
          {entries.length === 0 && <li className={styles.none}>{t.start.noEntries}</li>}
          {(listing?.more ?? 0) > 0 && <li className={styles.none}>{t.start.more(count(listing?.more ?? 0))}</li>}
        </ul>
      </div>
      {isSave && (
        <label className={styles.name}>
          {t.start.fileName}
          <input
            className={`field ${styles.field}`}
            autoFocus
            data-first-focus
            value={name}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && result().length > 0) answer(result())
            }}
          />
        </label>
      )}
    </Dialog>
  )
}

function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  return { folder: path.slice(0, Math.max(at, 0)), name: path.slice(at + 1) }
}
