/** Case-insensitive wildcards: `*` any run of characters, `?` one. No backtracking into hostile texts, no regular expressions. */

/** Tests a text in lower case against a list of patterns in any case; any may match. */
export function matcherFromPatterns(patterns: readonly string[]): (lower: string) => boolean {
  const exact = new Set<string>()
  const prefixesByStart = new Map<number, string[]>()
  const others: ((lower: string) => boolean)[] = []
  for (const pattern of new Set(patterns.map((one) => one.toLowerCase()))) {
    const prefix = /^([^*?]+)\*+$/.exec(pattern)?.[1]
    if (prefix !== undefined) {
      const start = prefix.charCodeAt(0)
      prefixesByStart.set(start, [...(prefixesByStart.get(start) ?? []), prefix])
    } else if (/[*?]/.test(pattern)) others.push(matcherFromPattern(pattern))
    else exact.add(pattern)
  }
  const rest = prefixesByStart.size + others.length
  if (rest === 0 && exact.size === 1) {
    const [only] = exact
    return (lower) => lower === only
  }
  return (lower) => {
    if (exact.size > 0 && exact.has(lower)) return true
    const prefixes = prefixesByStart.get(lower.charCodeAt(0))
    if (prefixes?.some((prefix) => lower.startsWith(prefix)) === true) return true
    for (const matches of others) if (matches(lower)) return true
    return false
  }
}

function matcherFromPattern(pattern: string): (lower: string) => boolean {
  if (pattern.includes('?')) return (lower) => wildcardMatches(pattern, lower)
  const pieces = pattern.split('*')
  const start = pieces[0]
  const end = pieces[pieces.length - 1]
  const middle = pieces.slice(1, -1).filter((piece) => piece !== '')
  if (middle.length === 1 && start === '' && end === '') return (lower) => lower.includes(middle[0])
  return (lower) => {
    if (lower.length < start.length + end.length || !lower.startsWith(start) || !lower.endsWith(end)) return false
    let at = start.length
    for (const piece of middle) {
      const found = lower.indexOf(piece, at)
      if (found < 0) return false
      at = found + piece.length
    }
    return at <= lower.length - end.length
  }
}

/** Greedy matching with one backtracking point: O(pattern × text) at worst. */
function wildcardMatches(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let mark = 0
  while (t < text.length) {
    if (p < pattern.length && (pattern[p] === '?' || (pattern[p] !== '*' && pattern[p] === text[t]))) {
      p += 1
      t += 1
    } else if (p < pattern.length && pattern[p] === '*') {
      star = p
      p += 1
      mark = t
    } else if (star >= 0) {
      p = star + 1
      mark += 1
      t = mark
    } else return false
  }
  while (p < pattern.length && pattern[p] === '*') p += 1
  return p === pattern.length
}
