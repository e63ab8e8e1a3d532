/** `Link` headers (RFC 8288 §3): where the next page is. */

/** Target of the first link whose relation is `next`; null where there is none. */
export function nextLink(headers: readonly (readonly [string, string])[]): string | null {
  for (const [name, value] of headers) {
    if (name.toLowerCase() !== 'link') continue
    // Targets stand in angle brackets and may hold commas; parameters behind them may be quoted.
    for (const match of value.matchAll(
      /<([^>]*)>((?:\s*;\s*[^\s;=,]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)/g,
    )) {
      const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]*))/i.exec(match[2])
      const relations = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/)
      if (relations.includes('next')) return match[1].trim()
    }
  }
  return null
}
