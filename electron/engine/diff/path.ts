/** Where a value stands inside another: keys and array positions from the outside in. */

/** A key is a string, an array position (from 0) a number. */
export type Path = readonly (string | number)[]

const plainKey = /^[\p{L}_$@#-][\p{L}\p{N}_$@#:/-]*$/u

/** `a.b[0]["odd key"]`: readable, and no two paths have the same text. The empty path is the empty text. */
export function pathText(path: Path): string {
  let text = ''
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`
    else if (plainKey.test(segment)) text += (text === '' ? '' : '.') + segment
    else text += `[${JSON.stringify(segment)}]`
  }
  return text
}

export function equalPaths(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((segment, i) => segment === b[i])
}

/** Longest path that both begin with. */
export function commonPath(a: Path, b: Path): Path {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length++
  return a.slice(0, length)
}
