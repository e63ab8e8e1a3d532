/** Case-insensitive wildcards: `*` any run of characters, `?` one. Linear time on hostile text, no regular expressions. */

/** Tests a text against a list of patterns; any may match. Lower-cases the text once. */
export function matcherFromPatterns(patterns: readonly string[]): (text: string) => boolean {
  const exact = new Set<string>()
  const others: ((lower: string) => boolean)[] = []
  for (const pattern of patterns) {
    const lower = pattern.toLowerCase()
    if (/[*?]/.test(lower)) others.push(matcherFromPattern(lower))
    else exact.add(lower)
  }
  if (others.length === 0) {
    if (exact.size === 1) {
      const [only] = exact
      return (text) => text.toLowerCase() === only
    }
    return (text) => exact.has(text.toLowerCase())
  }
  return (text) => {
    const lower = text.toLowerCase()
    if (exact.has(lower)) return true
    for (const matches of others) if (matches(lower)) return true
    return false
  }
}

function matcherFromPattern(pattern: string): (lower: string) => boolean {
  const inner = pattern.replace(/^\*+|\*+$/g, '')
  if (!/[*?]/.test(inner)) {
    const startOpen = pattern.startsWith('*')
    const endOpen = pattern.endsWith('*')
    if (startOpen && endOpen) return (lower) => lower.includes(inner)
    if (startOpen) return (lower) => lower.endsWith(inner)
    if (endOpen) return (lower) => lower.startsWith(inner)
  }
  return (lower) => wildcardMatches(pattern, lower)
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
