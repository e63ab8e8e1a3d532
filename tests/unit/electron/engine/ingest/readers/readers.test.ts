/**
 * What each reader makes of whole, odd and broken exhibits.
 */
import { describe, expect, test } from 'vitest'
import { csvReader } from '../../../../../../electron/engine/ingest/readers/csvReader.ts'
import { readerFor } from '../../../../../../electron/engine/ingest/readers/index.ts'
import { jsonReader } from '../../../../../../electron/engine/ingest/readers/jsonReader.ts'
import { linesReader } from '../../../../../../electron/engine/ingest/readers/linesReader.ts'
import { ndjsonReader } from '../../../../../../electron/engine/ingest/readers/ndjsonReader.ts'
import { type Format, MAX_RECORD_BYTES } from '../../../../../../electron/engine/ingest/record.ts'
import { bytesOf, formatOf, type Reading, readIn } from './reading.ts'

const ndjson = (text: string): Reading => readIn(ndjsonReader(), formatOf('ndjson'), bytesOf(text))
const json = (text: string, ...recordsPath: string[]): Reading =>
  readIn(jsonReader(), formatOf('json', { recordsPath }), bytesOf(text))
const csv = (text: string, more: Partial<Format> = {}): Reading =>
  readIn(csvReader(), formatOf('csv', more), bytesOf(text))
/** Everything but records and separators: `what startByte–endByte`. */
const others = (reading: Reading): string[] =>
  reading.spans
    .filter(({ what }) => what !== 'record')
    .map(({ what, startByte, endByte }) => `${what} ${startByte}–${endByte}`)
const lines = (reading: Reading): number[] =>
  reading.spans.filter(({ what }) => what === 'record').map(({ line }) => line)

describe('lines', () => {
  test('LF and CRLF end lines, a lone CR does not; the last line may have no end', () => {
    const reading = readIn(linesReader(), formatOf('lines'), bytesOf('one\r\n\n two\rhalf \n\r\nthree'))
    expect(reading.records).toEqual(['one', 'two\rhalf', 'three'])
    expect(lines(reading)).toEqual([1, 3, 5])
    expect(others(reading)).toEqual([])
  })

  test('a line that is too long is a reject with its byte range, and the next one is read', () => {
    const reading = readIn(linesReader(10), formatOf('lines'), bytesOf(`one\n${'x'.repeat(11)}\ntwo`), [5, 9])
    expect(reading.records).toEqual(['one', 'two'])
    expect(others(reading)).toEqual(['record/too-long 4–15'])
  })
})

describe('ndjson', () => {
  test('LF, CRLF and lone CR end lines, blank lines separate', () => {
    const reading = ndjson('{"a":1}\r\n\n{"a":2}\r{"a":3}\n  \n {"a":4} ')
    expect(reading.records).toEqual(['{"a":1}', '{"a":2}', '{"a":3}', '{"a":4}'])
    expect(lines(reading)).toEqual([1, 3, 4, 6])
    expect(others(reading)).toEqual([])
  })

  test('byte order marks are gaps, at the start and in front of a later line', () => {
    const reading = ndjson('\ufeff{"a":1}\n\ufeff{"a":2}\n')
    expect(reading.records).toEqual(['{"a":1}', '{"a":2}'])
    expect(others(reading)).toEqual(['bom 0–3', 'bom 11–14'])
  })

  test('a bad line among a million is one record that the decoder refuses', () => {
    const good = '{"a":1}\n'
    const text = `${good.repeat(600_000)}{"a":\n${good.repeat(400_000)}`
    const reading = ndjson(text)
    expect(reading.records.length).toBe(1_000_001)
    expect(reading.records[600_000]).toBe('{"a":')
    expect(lines(reading)[600_000]).toBe(600_001)
  })

  test('UTF-16 in both orders, with and without a mark, and half a character at the end', () => {
    const wide = Buffer.from('\ufeff{"a":"ü"}\r\n{"a":2}', 'utf16le')
    for (const [encoding, bytes] of [
      ['utf-16le', wide],
      ['utf-16be', Buffer.from(wide).swap16()],
    ] as const) {
      const reading = readIn(
        ndjsonReader(),
        formatOf('ndjson', { encoding }),
        Buffer.concat([bytes, Buffer.from([0x20])]),
      )
      expect(reading.spans.map(({ what, startByte, endByte }) => [what, startByte, endByte])).toEqual([
        ['bom', 0, 2],
        ['record', 2, 20],
        ['record', 24, 38],
        ['record/bad-encoding', 38, 39],
      ])
    }
  })
})

describe('a line of 1 GB', () => {
  const chunk = (): Buffer => Buffer.alloc(1024 * 1024, 'x')

  test('is one reject with its whole range, read in bounded memory', async () => {
    async function* stream(): AsyncGenerator<Uint8Array> {
      yield bytesOf('{"a":1}\n')
      for (let i = 0; i < 1024; i++) yield chunk()
      yield bytesOf('\n{"a":2}\n')
    }
    const format = formatOf('ndjson')
    const before = process.memoryUsage.rss()
    let peak = 0
    const spans: [number, string][] = []
    for await (const run of readerFor(format).read(stream(), format, new AbortController().signal)) {
      peak = Math.max(peak, process.memoryUsage.rss())
      for (let i = 0; i < run.count; i++) spans.push([run.firstByte + run.starts[i], `record on line ${run.lines[i]}`])
      for (const { startByte, endByte, failure } of run.rejects)
        spans.push([startByte, `${failure.code} to ${endByte}`])
    }
    expect(spans.sort((a, b) => a[0] - b[0])).toEqual([
      [0, 'record on line 1'],
      [8, 'record/too-long to 1073741832'],
      [1073741833, 'record on line 3'],
    ])
    expect(peak - before).toBeLessThan(8 * MAX_RECORD_BYTES)
  }, 60_000)

  test('a string of 1 GB in a JSON array costs that record only', async () => {
    async function* stream(): AsyncGenerator<Uint8Array> {
      yield bytesOf('[{"a":1},{"a":"')
      for (let i = 0; i < 1024; i++) yield chunk()
      yield bytesOf('"},{"a":2}]')
    }
    const format = formatOf('json')
    const found: string[] = []
    for await (const run of readerFor(format).read(stream(), format, new AbortController().signal)) {
      for (let i = 0; i < run.count; i++) found.push('record')
      for (const { startByte, endByte, failure } of run.rejects) found.push(`${failure.code} ${startByte}–${endByte}`)
    }
    expect(found.sort()).toEqual(['record', 'record', 'record/too-long 9–1073741841'])
  }, 60_000)

  test('a quoted CSV cell that is never closed costs its line only', async () => {
    async function* stream(): AsyncGenerator<Uint8Array> {
      yield bytesOf('a,b\n1,"open\n')
      for (let i = 0; i < 100; i++) yield Buffer.from('2,x\n'.repeat(250_000))
    }
    const format = formatOf('csv', { header: ['a', 'b'] })
    let records = 0
    const rejects: string[] = []
    for await (const run of readerFor(format).read(stream(), format, new AbortController().signal)) {
      records += run.count
      for (const { startByte, endByte, failure } of run.rejects) rejects.push(`${failure.code} ${startByte}–${endByte}`)
    }
    expect(records).toBe(25_000_000)
    expect(rejects).toEqual(['record/quote-unclosed 4–11'])
  }, 60_000)
})

describe('json', () => {
  test('an array at the top', () => {
    const reading = json('[\n {"a":1},\n {"a":[2,"]"]}\n]\n')
    expect(reading.records).toEqual(['{"a":1}', '{"a":[2,"]"]}'])
    expect(lines(reading)).toEqual([2, 3])
    expect(others(reading)).toEqual(['wrapper 0–1', 'wrapper 27–28'])
  })

  test('a wrapper with other keys before and after the array, however deep it lies', () => {
    const text = '{"next":"x","data":{"n":[1,{"logs":[]}],"logs":[{"a":1}, {"a":2}],"z":{}},"end":null}'
    const reading = json(text, 'data', 'logs')
    expect(reading.records).toEqual(['{"a":1}', '{"a":2}'])
    expect(others(reading)).toEqual(['wrapper 0–48', 'wrapper 64–85'])
  })

  test('wrappers one after the other, in an array, and one whose list is a single object', () => {
    expect(json('{"R":[{"a":1}]}\n{"R":[{"a":2}]}', 'R').records).toEqual(['{"a":1}', '{"a":2}'])
    expect(json('[{"R":[{"a":1}]},{"R":[{"a":2}]}]', 'R').records).toEqual(['{"a":1}', '{"a":2}'])
    expect(json('{"R":{"a":1},"n":2}', 'R').records).toEqual(['{"a":1}'])
  })

  test('members of an object as records, each with its bytes', () => {
    const text = '{"status":"OK","data":{"Event1":{"a":1}, "Event2":{"a":{"b":2}}},"next":null}'
    const reading = json(text, 'data', '*')
    expect(reading.records).toEqual(['{"a":1}', '{"a":{"b":2}}'])
    expect(others(reading)).toEqual(['wrapper 0–32', 'wrapper 39–50', 'wrapper 63–77'])
    expect(others(json('{"data":{"Event1":{"a":1},"Event2":{"a"', 'data', '*')).slice(-1)).toEqual([
      'record/truncated 35–39',
    ])
  })

  test('an object without the list is handed out as a record', () => {
    const reading = json('{"R":[{"a":1}]}{"error":"expired"}', 'R')
    expect(reading.records).toEqual(['{"a":1}', '{"error":"expired"}'])
  })

  test('objects one after the other, pretty-printed, with or without commas', () => {
    const reading = json('{\n  "a": {\n    "b": 1\n  }\n}\n{\n  "a": 2\n},{"a":3}')
    expect(reading.records.length).toBe(3)
    expect(lines(reading)).toEqual([1, 6, 8])
    expect(others(reading)).toEqual([])
  })

  test('cut off inside a record: the ones before are kept, the tail is named', () => {
    expect(others(json('[{"a":1},{"a":2},{"a":"x'))).toEqual(['wrapper 0–1', 'record/truncated 17–24'])
    expect(others(json('{"R":[{"a":1},', 'R'))).toEqual(['wrapper 0–6', 'record/truncated 13–14'])
    expect(others(json('{"R":[{"a":1}],"next":"x', 'R'))).toEqual(['wrapper 0–6', 'record/truncated 13–24'])
    expect(others(json('{"next":"x', 'R'))).toEqual(['record/truncated 0–10'])
  })

  test('values that are no records are named, and so is text between records', () => {
    const reading = json('[{"a":1}, 12, "x", null, oops {"a":2}]')
    expect(reading.records).toEqual(['{"a":1}', '{"a":2}'])
    expect(reading.spans.map(({ what }) => what)).toEqual([
      'wrapper',
      'record',
      'record/not-an-object',
      'record/not-an-object',
      'record/not-an-object',
      'record/not-json',
      'record',
      'wrapper',
    ])
  })

  test('a quote that is never closed costs one record where records stand on lines', () => {
    const reading = json('[\n{"a":"1"},\n{"a":"2},\n{"a":"3"},\n{"a":"4"}\n]')
    expect(reading.records).toEqual(['{"a":"1"}', '{"a":"3"}', '{"a":"4"}'])
    expect(others(reading)).toEqual(['wrapper 0–1', 'record/not-json 13–22', 'wrapper 44–45'])
  })

  test('and one record where all stand on one line, by the key they start with', () => {
    const reading = json('[{"a":"1","b":1},{"a":"2,"b":1},{"a":"3","b":1},{"a":"4","b":1}]')
    expect(reading.records).toEqual(['{"a":"1","b":1}', '{"a":"3","b":1}', '{"a":"4","b":1}'])
  })

  test('a bracket that is missing costs one record, in a pretty-printed list too', () => {
    const good = (n: number): string => `  {\n    "a": {\n      "n": ${n}\n    }\n  }`
    const text = `[\n${good(1)},\n  {\n    "a": {\n      "n": 2\n    },\n${good(3)},\n${good(4)}\n]`
    const reading = json(text)
    expect(reading.records.map((record) => JSON.parse(record).a.n)).toEqual([1, 3, 4])
    expect(reading.spans.filter(({ what }) => what === 'record/not-json').length).toBe(1)
  })

  test('100,000 records that are all unclosed are read in linear time', () => {
    const started = performance.now()
    const reading = json(`${'{"a":{\n'.repeat(100_000)}`)
    expect(reading.spans.length).toBeGreaterThan(99_000)
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  test('NUL bytes, 10,000 deep nesting and escapes at the end of strings do not lose the thread', () => {
    const deep = `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`
    const reading = json(`[{"a":"\\\\"},${deep},{"a":"\u0000"},{"b":"\\""}]`)
    expect(reading.records.length).toBe(4)
    expect(reading.records[1]).toBe(deep)
  })
})

describe('csv', () => {
  test('quotes, embedded line ends and mixed row ends', () => {
    const reading = csv('a,b\r\n1,"x,\r\n""y"""\n2,z\r3,"end"')
    expect(reading.records).toEqual(['1,"x,\r\n""y"""', '2,z', '3,"end"'])
    expect(lines(reading)).toEqual([2, 4, 5])
    expect(others(reading)).toEqual(['header 0–5'])
  })

  test('byte order mark, title rows, header, blank rows', () => {
    const reading = csv('\ufeffsep=;\n\na;b\n1;2\n\n;\n3;4\n', { delimiter: ';', preambleRows: 1 })
    expect(reading.records).toEqual(['1;2', '3;4'])
    expect(others(reading)).toEqual(['bom 0–3', 'wrapper 3–9', 'empty-row 9–10', 'header 10–14', 'empty-row 18–21'])
  })

  test('a quote that is never closed costs the row up to the end of its line', () => {
    const reading = csv('a,b\n1,"x\n2,"y"\n3,z\n')
    expect(reading.records).toEqual(['2,"y"', '3,z'])
    expect(others(reading)).toEqual(['header 0–4', 'record/quote-unclosed 4–8'])
  })

  test('text behind a closing quote stays in its cell', () => {
    expect(csv('a,b\n1,"x"y\n2,z\n').records).toEqual(['1,"x"y', '2,z'])
  })

  test('a row that is too long is passed over, quotes or not', () => {
    const reader = csvReader(20)
    const text = `a,b\n1,${'x'.repeat(50)}\n2,y\n3,"${'z'.repeat(50)}"\n4,y\n`
    const reading = readIn(reader, formatOf('csv'), bytesOf(text))
    expect(reading.records).toEqual(['2,y', '4,y'])
    expect(others(reading)).toEqual(['header 0–4', 'record/too-long 4–56', 'record/too-long 61–115'])
  })
})

describe('runs', () => {
  test('hold at most 8,192 records, each with memory of its own', async () => {
    const format = formatOf('ndjson')
    async function* stream(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 5; i++) yield Uint8Array.from(bytesOf(`${'{"a":1}\n'.repeat(10_000)}{"a"`))
    }
    const buffers = new Set<ArrayBufferLike>()
    let records = 0
    let runs = 0
    for await (const run of readerFor(format).read(stream(), format, new AbortController().signal)) {
      expect(run.count).toBeLessThanOrEqual(8192)
      buffers.add(run.bytes.buffer)
      records += run.count
      runs++
      structuredClone(run.bytes, { transfer: [run.bytes.buffer as ArrayBuffer] })
    }
    expect(buffers.size).toBe(runs)
    expect(records).toBe(50_001)
  })

  test('what a damaged source gave is handed out before its failure', async () => {
    const format = formatOf('json')
    async function* stream(): AsyncGenerator<Uint8Array> {
      yield bytesOf('[{"a":1},{"a"')
      throw new Error('broken')
    }
    const found: string[] = []
    const reading = (async () => {
      for await (const run of readerFor(format).read(stream(), format, new AbortController().signal)) {
        for (let i = 0; i < run.count; i++) found.push('record')
        for (const { failure } of run.rejects) found.push(failure.code)
      }
    })()
    await expect(reading).rejects.toThrow('broken')
    expect(found).toEqual(['record', 'record/truncated'])
  })
})
