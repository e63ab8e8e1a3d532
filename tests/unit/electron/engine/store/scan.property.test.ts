import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  allHits,
  anyHits,
  type CodeArray,
  countCodes,
  countColumns,
  decodeCodes,
  decodeTimes,
  encodeCodes,
  encodeTimes,
  INLINE_BIT,
  inlineCode,
  isInline,
  noHits,
  scanCode,
  scanHits,
  scanInline,
  scanTable,
  scanTimes,
  select,
  tableHits,
  timeBounds,
} from '../../../../../electron/engine/store/index.ts'
import { anyRows, listOf } from '../../../../helpers/rowKinds.ts'

const entry = fc.nat(9)
const anyCode = fc.oneof(
  entry,
  fc.integer({ min: 0, max: 3 }).map((n) => INLINE_BIT + n),
  fc.constant(0xffff_ffff),
)
const anyCodes: fc.Arbitrary<CodeArray> = fc.oneof(
  fc.array(anyCode, { maxLength: 80 }).map((codes) => Uint32Array.from(codes)),
  fc.array(entry, { maxLength: 80 }).map((codes) => Uint16Array.from(codes)),
  fc.array(entry, { maxLength: 80 }).map((codes) => Uint8Array.from(codes)),
)
const columnAndRows = anyCodes.chain((codes) => fc.tuple(fc.constant(codes), anyRows(codes.length)))

test('scans by table, code and inline are filters', () =>
  fc.assert(
    fc.property(
      columnAndRows,
      fc.uint8Array({ max: 1, minLength: 1, maxLength: 12 }),
      anyCode,
      ([codes, rows], table, code) => {
        table[0] = 0
        const all = listOf(rows)
        expect(listOf(scanTable(codes, table, rows))).toEqual(all.filter((row) => table[codes[row]] === 1))
        expect(listOf(scanCode(codes, code, rows))).toEqual(all.filter((row) => codes[row] === code))
        expect(listOf(scanInline(codes, rows))).toEqual(all.filter((row) => isInline(codes[row])))
        expect(listOf(select(rows, (row) => row % 3 === 0))).toEqual(all.filter((row) => row % 3 === 0))
      },
    ),
    { numRuns: 300 },
  ))

test('questions that all, any or none of are to want are answered as their parts are', () =>
  fc.assert(
    fc.property(
      fc
        .array(fc.array(entry, { minLength: 150, maxLength: 150 }), { minLength: 1, maxLength: 4 })
        .chain((columns) => fc.tuple(fc.constant(columns), anyRows(columns[0].length))),
      fc.array(fc.uint8Array({ max: 1, minLength: 10, maxLength: 10 }), { minLength: 4, maxLength: 4 }),
      ([columns, rows], tables) => {
        const wants = columns.map((codes, i) => (row: number) => tables[i][codes[row]] === 1)
        const hits = columns.map((codes, i) => tableHits(Uint8Array.from(codes), tables[i]))
        const kept = (test: (row: number) => boolean) => listOf(rows).filter(test)
        const all = kept((row) => wants.every((want) => want(row)))
        expect(listOf(scanHits(allHits(hits, columns[0].length), rows))).toEqual(all)
        expect(listOf(scanHits(anyHits(hits), rows))).toEqual(kept((row) => wants.some((want) => want(row))))
        expect(listOf(scanHits(noHits(anyHits(hits)), rows))).toEqual(kept((row) => !wants.some((want) => want(row))))
      },
    ),
    { numRuns: 300 },
  ))

test('countCodes adds up what each row holds', () =>
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 80 }).chain((codes) => fc.tuple(fc.constant(codes), anyRows(codes.length))),
      ([codes, rows]) => {
        const counts = new Uint32Array(10).fill(1)
        countCodes(Uint8Array.from(codes), rows, counts)
        for (let code = 0; code < 10; code++)
          expect(counts[code]).toBe(1 + listOf(rows).filter((row) => codes[row] === code).length)
        const widths = [Uint8Array, Uint16Array, Uint32Array].map((width) => ({
          codes: width.from(codes),
          counts: new Uint32Array(10).fill(1),
        }))
        countColumns(widths, rows)
        for (const column of widths) expect(column.counts).toEqual(counts)
      },
    ),
  ))

const anyTime = fc.oneof(fc.integer(), fc.constant(Number.NaN))
test('scanTimes finds what lies in the half-open range; no time lies in none', () =>
  fc.assert(
    fc.property(
      fc.array(anyTime, { maxLength: 80 }).chain((times) => fc.tuple(fc.constant(times), anyRows(times.length))),
      fc.oneof(fc.integer(), fc.constant(Number.NEGATIVE_INFINITY)),
      fc.oneof(fc.integer(), fc.constant(Number.POSITIVE_INFINITY)),
      ([times, rows], from, to) => {
        const expected = listOf(rows).filter((row) => times[row] >= from && times[row] < to)
        const column = Float64Array.from(times)
        // Blocks as small as three events, so that some are skipped and some taken whole.
        expect(listOf(scanTimes(column, timeBounds(column, 3), from, to, rows))).toEqual(expected)
        expect(listOf(scanTimes(column, timeBounds(column), from, to, rows))).toEqual(expected)
      },
    ),
  ))

test('codes and times come back from their chunk, as narrow as they fit', () =>
  fc.assert(
    fc.property(
      fc
        .constantFrom(0xff, 0xffff, 0xffff_ffff)
        .chain((max) => fc.array(fc.integer({ min: 0, max }), { maxLength: 50 })),
      fc.array(anyTime, { maxLength: 50 }),
      (codes, times) => {
        const packed = encodeCodes(Uint32Array.from(codes))
        const largest = Math.max(0, ...codes)
        expect(packed.width).toBe(largest < 0x100 ? 1 : largest < 0x1_0000 ? 2 : 4)
        expect([...(decodeCodes(packed.data, packed.width, codes.length) ?? [])]).toEqual(codes)
        const { data } = encodeTimes(Float64Array.from(times))
        expect([...(decodeTimes(data, times.length) ?? [])]).toEqual(times)
      },
    ),
  ))

test('a chunk with any byte changed, cut off or of another length is seen to be damaged', () =>
  fc.assert(
    fc.property(
      fc.array(fc.nat(0xffff_ffff), { minLength: 1, maxLength: 50 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (codes, place, flip) => {
        const { width, data } = encodeCodes(Uint32Array.from(codes))
        const flipped = Buffer.from(data)
        flipped[place % flipped.length] ^= flip
        const found = decodeCodes(flipped, width, codes.length)
        // A flip in the header may change nothing about the content.
        if (found !== null) expect([...found]).toEqual(codes)
        expect(decodeCodes(data.subarray(0, place % data.length), width, codes.length)).toBeNull()
        expect(decodeCodes(data, width, codes.length + 1)).toBeNull()
        expect(decodeCodes(data, width, codes.length - 1)).toBeNull()
      },
    ),
    { numRuns: 300 },
  ))

test('the code of an inline value has the inline bit, and is one for all spellings by case', () =>
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), (value) => {
      const code = inlineCode(value)
      expect(isInline(code)).toBe(true)
      expect(Number.isInteger(code) && code <= 0xffff_ffff).toBe(true)
      expect(inlineCode(value.toLowerCase())).toBe(code)
    }),
    { numRuns: 1_000 },
  ))
