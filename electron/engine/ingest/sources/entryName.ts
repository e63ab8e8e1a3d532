/**
 * Names of files and archive members: which are refused, which are left out, and how they are shown.
 */

/** Joins an archive and the member inside it in display paths. */
export const INSIDE = ' › '

/** Why a member's name is refused (it would lead out of its archive), null where it is harmless. */
export function unsafeNameReason(name: string): string | null {
  if (name.length === 0) return 'the name is empty'
  if (name.includes('\0')) return 'the name holds a NUL character'
  if (/^[\\/]/.test(name)) return 'the name is an absolute path'
  if (/^[A-Za-z]:/.test(name)) return 'the name starts with a drive letter'
  if (name.split(/[\\/]/).includes('..')) return 'the name climbs out of the archive with ".."'
  return null
}

/** Why a file of that name inside a folder or archive is left out, null where it is read. `name` may hold folders. */
export function skipReason(name: string): string | null {
  const parts = name.split('/').filter((part) => part.length > 0 && part !== '.')
  if (parts.includes('__MACOSX')) return 'resource data of macOS'
  const last = parts.at(-1) ?? ''
  if (last === '.DS_Store' || last.startsWith('._')) return 'file of the macOS Finder'
  if (/^(thumbs\.db|desktop\.ini)$/i.test(last)) return 'file of the Windows Explorer'
  if (parts.some((part) => part.startsWith('.'))) return 'hidden file; name it on its own to import it'
  return null
}

/** The name as it may be shown: control characters as `\u001b`. */
export function displayName(name: string): string {
  // these are what has to go
  return name.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
