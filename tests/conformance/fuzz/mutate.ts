/** Damages logs as transfers, editors and attackers do; the same random numbers give the same damage. */
import type { Random } from '../../../bench/generate/random.ts'

/** Bytes that parsers, databases and spreadsheets trip over. */
const nasty: readonly Buffer[] = [
  ...['"', '\\', '{', '}', '[', ']', ',', ':', ';', '\t', '\n', '\r\n', '\r', '\0', "'", '=', '|', ' ', '<', '&', '--'],
  ...['\u0000', '\\u0000', '\\ud800', '\u{10ffff}', '\u202e', '\ufeff', '\u2028', '\u001e'],
  ...['null', 'true', '1e400', '-0', '9007199254740993', '1e-400', 'NaN', '""', '{}', '[]'],
  ...['"__proto__":{"x":1},', '"constructor":null,', '"time":"0000-00-00T99:99:99Z",', '"a":1,"a":2,'],
  ...["'; DROP TABLE event; --", '../../../../etc/passwd', '=cmd|calc', '<script>'],
  '['.repeat(600),
  '{"a":'.repeat(600),
  'x'.repeat(70_000),
]
  .map((text) => Buffer.from(text))
  .concat([Buffer.from([0xff]), Buffer.from([0xfe, 0xff]), Buffer.from([0xc3]), Buffer.from([0xed, 0xa0, 0x80])])

/** One damaged file out of `sources`, none of which may be empty; a piece of at most `maxBytes` of the one picked. */
export function mutated(sources: readonly Uint8Array[], random: Random, maxBytes: number): Uint8Array {
  let bytes = piece(random.pick(sources), random, maxBytes)
  for (let times = 1 + random.below(6); times > 0; times--) bytes = damaged(bytes, sources, random)
  return bytes
}

function piece(source: Uint8Array, random: Random, maxBytes: number): Uint8Array {
  if (source.length <= maxBytes) return source
  // Mostly from the beginning, where the format shows.
  const start = random.chance(0.8) ? 0 : random.below(source.length - maxBytes)
  return source.subarray(start, start + maxBytes)
}

function damaged(bytes: Uint8Array, sources: readonly Uint8Array[], random: Random): Uint8Array {
  const at = random.below(bytes.length + 1)
  const length = random.below(Math.min(random.pick([2, 20, 400]), bytes.length - at + 1) || 1)
  const before = bytes.subarray(0, at)
  const behind = bytes.subarray(at)
  switch (random.below(7)) {
    case 0:
      return Buffer.concat([before, random.pick(nasty), behind])
    case 1: {
      const flipped = Uint8Array.from(bytes)
      if (at < flipped.length) flipped[at] ^= 1 << random.below(8)
      return flipped
    }
    case 2:
      return Buffer.concat([before, behind.subarray(length)])
    case 3:
      return Buffer.concat([before, behind.subarray(0, length), behind])
    case 4:
      return before
    case 5:
      return Buffer.concat([before, piece(random.pick(sources), random, 2_000), behind])
    default:
      return Buffer.concat([before, random.pick(nasty), behind.subarray(length)])
  }
}
