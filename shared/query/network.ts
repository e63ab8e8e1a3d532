/**
 * IP addresses and networks in CIDR notation: strict reading, and whether an address lies in a network.
 *
 * An IPv4 address and its mapped form `::ffff:a.b.c.d` are the same address (RFC 4291 §2.5.5.2). An IPv6 network
 * holds IPv4 addresses only where it lies within ::ffff:0:0/96, so `::/0` means all of IPv6.
 */

/** The bytes of an address, in network order: 4 for IPv4, 16 for IPv6; never a mapped IPv4 address in 16. */
export type Address = readonly number[]

export interface Network {
  readonly address: Address
  /** Leading bits that count: 0–32 for IPv4, 0–128 for IPv6. */
  readonly prefixLength: number
}

/** Longest text that can be an address, zone id and all. */
const MAX_ADDRESS_LENGTH = 80

/**
 * An address, or null. IPv4: four decimal numbers without leading zeros (some systems read those as octal). IPv6: every
 * form of RFC 4291 §2.2; a zone id (`fe80::1%eth0`) is dropped. No ports, no brackets, no blanks.
 */
export function parseAddress(text: string): Address | null {
  if (text.length > MAX_ADDRESS_LENGTH) return null
  return text.includes(':') ? ipv6From(text) : ipv4From(text)
}

/** `10.0.0.0/8`, `2001:db8::/32`; bits behind the prefix may be set and do not count. Null where it is no network. */
export function parseNetwork(text: string): Network | null {
  const slash = text.indexOf('/')
  if (slash < 0 || text.length > MAX_ADDRESS_LENGTH) return null
  const prefix = text.slice(slash + 1)
  if (!/^(?:0|[1-9]\d{0,2})$/.test(prefix) || text.includes('%')) return null
  const base = text.slice(0, slash)
  const address = parseAddress(base)
  if (address === null) return null
  let prefixLength = Number(prefix)
  if (address.length === 4 && base.includes(':')) {
    // A mapped IPv4 network counts its bits in IPv6.
    if (prefixLength >= 96) prefixLength -= 96
    else return { address: mappedZero, prefixLength }
    return prefixLength <= 32 ? { address, prefixLength } : null
  }
  return prefixLength <= address.length * 8 ? { address, prefixLength } : null
}

/** Whether an address, as text, lies in a network. Text that is no address lies in none. */
export function addressInNetwork(address: string, network: Network): boolean {
  const parsed = parseAddress(address)
  const base = network.address
  if (parsed === null || parsed.length !== base.length) return false
  let bits = network.prefixLength
  for (let i = 0; bits > 0; i++, bits -= 8) {
    const unused = bits >= 8 ? 0 : 8 - bits
    if (parsed[i] >> unused !== base[i] >> unused) return false
  }
  return true
}

/** Order of two addresses as numbers, IPv4 before IPv6: negative, 0 or positive; null where one of them is no address. */
export function compareAddresses(left: string, right: string): number | null {
  const a = parseAddress(left)
  const b = parseAddress(right)
  if (a === null || b === null) return null
  if (a.length !== b.length) return a.length - b.length
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i]
  return 0
}

/** ::ffff:0.0.0.0, for networks such as ::ffff:1.2.3.4/90 that are wider than all of IPv4. */
const mappedZero: Address = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0]

function ipv4From(text: string): number[] | null {
  const length = text.length
  if (length < 7 || length > 15) return null
  const parts = [0, 0, 0, 0]
  let part = 0
  let digits = 0
  let value = 0
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code === 46) {
      if (digits === 0 || part === 3) return null
      parts[part++] = value
      digits = 0
      value = 0
    } else {
      const digit = code - 48
      if (digit >>> 0 > 9 || (digits > 0 && value === 0)) return null
      value = value * 10 + digit
      if (value > 255) return null
      digits++
    }
  }
  if (part !== 3 || digits === 0) return null
  parts[3] = value
  return parts
}

function ipv6From(text: string): number[] | null {
  const zoneAt = text.indexOf('%')
  // RFC 6874 §2: a zone id is made of unreserved characters.
  if (zoneAt >= 0 && !/^[\w.~-]+$/.test(text.slice(zoneAt + 1))) return null
  const halves = (zoneAt < 0 ? text : text.slice(0, zoneAt)).split('::')
  if (halves.length > 2) return null
  const head = groupsFrom(halves[0], halves.length === 1)
  const tail = halves.length === 2 ? groupsFrom(halves[1], true) : []
  if (head === null || tail === null) return null
  const missing = 8 - head.length - tail.length
  // "::" stands for one group at least (RFC 5952 §4.2.2 advises, RFC 4291 §2.2 allows "one or more").
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail]
  const isMapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0)
  return bytesOf(isMapped ? groups.slice(6) : groups)
}

function bytesOf(groups: readonly number[]): number[] {
  return groups.flatMap((group) => [group >> 8, group & 255])
}

/** Groups between colons; the last may be a dotted IPv4 address where `endsAddress`. */
function groupsFrom(text: string, endsAddress: boolean): number[] | null {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16))
    else {
      const dotted = endsAddress && index === parts.length - 1 ? ipv4From(part) : null
      if (dotted === null) return null
      groups.push((dotted[0] << 8) | dotted[1], (dotted[2] << 8) | dotted[3])
    }
  }
  return groups
}
