/** Whatever is changed about a pack is found and named: by accident, and by somebody who makes hashes and signature anew. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { type Entry, fromBuffer, type ZipFile as ZipReader } from 'yauzl'
import { ZipFile } from 'yazl'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newKey, signingKey } from '../../../../../../electron/engine/evidence/pack/keys/sshKey.ts'
import { besideFiles, tagFiles } from '../../../../../../electron/engine/evidence/pack/layout.ts'
import type { Failure } from '../../../../../../shared/failure.ts'
import { filesOf, flipped, PackRoom, packOf, resealed } from './packRoom.ts'

const room = new PackRoom()
const forger = signingKey(newKey('forger', null).text, 'forger', null)
let pack: string
let files: Map<string, Buffer>
beforeAll(async () => {
  await room.importSources()
  pack = (await room.pack({ timeStampRequest: true, formats: ['csv', 'xlsx', 'ndjson'] })).out
  files = await filesOf(pack)
})
afterAll(() => room.close())

/** Code and place of findings, those of a ZIP that was packed anew left out. */
const told = (findings: readonly Failure[]) => findings.map(({ code, where }) => `${code} ${where?.path ?? ''}`)

async function checked(changed: ReadonlyMap<string, Uint8Array>) {
  const out = room.newPath('changed.zip')
  await packOf(changed, out)
  return room.verify(out)
}

const without = (name: string) => new Map([...files].filter(([path]) => path !== name))
const edited = (name: string, edit: (text: string) => string) => {
  const before = files.get(name)?.toString('utf8') ?? ''
  const after = edit(before)
  expect(after).not.toBe(before)
  return new Map(files).set(name, Buffer.from(after))
}

describe('a pack', () => {
  test('as it was made is whole', async () => {
    expect(await room.verify(pack)).toMatchObject({ findings: [], signature: { state: 'good' } })
    expect((await checked(files)).findings).toEqual([])
  })

  test('with any byte of the ZIP changed is told to be another, or refused', async () => {
    const size = statSync(pack).size
    const out = room.newPath('flipped.zip')
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        writeFileSync(out, flipped(pack, at, change))
        const result = await room.engine.call('pack.verify', { pack: out })
        if (result.ok) expect(told(result.value.findings)).toContain(`pack/structure ${out}`)
        else expect(result.failure.code).toMatch(/^pack\/(not-a-pack|damaged|unsafe|structure)$/)
      }),
      { seed: 6, numRuns: 120 },
    )
  })

  test('with any byte of any file changed names that file', async () => {
    const anyPlace = fc
      .constantFrom(...[...files].filter(([, bytes]) => bytes.length > 0).map(([name]) => name))
      .chain((name) =>
        fc.tuple(fc.constant(name), fc.nat((files.get(name)?.length ?? 1) - 1), fc.integer({ min: 1, max: 255 })),
      )
    await fc.assert(
      fc.asyncProperty(anyPlace, async ([name, at, change]) => {
        const bytes = Buffer.from(files.get(name) ?? '')
        bytes[at] ^= change
        const { findings } = await checked(new Map(files).set(name, bytes))
        const named = told(findings).filter((text) => text.endsWith(` ${name}`))
        // The signature names the key and the tag manifest: which of the three was changed, it cannot tell.
        if (name === tagFiles.tagManifest)
          expect(told(findings)).toContain(`pack/signature-fails ${besideFiles.signature}`)
        else expect(named).not.toEqual([])
      }),
      { seed: 7, numRuns: 80 },
    )
  })

  test('that lacks a file names it', async () => {
    for (const name of files.keys()) {
      if (name === tagFiles.bagit || name === tagFiles.manifest || name === besideFiles.stampRequest) continue
      const { findings, signature } = await checked(without(name))
      if (name === besideFiles.signature) expect(signature).toEqual({ state: 'bad', fingerprint: null })
      expect(told(findings).some((text) => text.endsWith(` ${name}`))).toBe(true)
    }
    for (const name of [tagFiles.bagit, tagFiles.manifest]) {
      const out = room.newPath('lacking.zip')
      await packOf(without(name), out)
      expect(await room.refusal(out)).toBe('pack/not-a-pack')
    }
  })

  test('with a file more names it, wherever it lies', async () => {
    for (const name of ['data/more.csv', 'more.txt', 'data/proofs/leaves.csv.bak', 'tagmanifest-md5.txt']) {
      expect(told((await checked(new Map(files).set(name, Buffer.from('x')))).findings)).toContain(
        `pack/file-extra ${name}`,
      )
    }
  })

  test('with files renamed or swapped names both', async () => {
    const csv = files.get('data/events.csv') ?? Buffer.alloc(0)
    const ndjson = files.get('data/events.ndjson') ?? Buffer.alloc(0)
    const swapped = new Map(files).set('data/events.csv', ndjson).set('data/events.ndjson', csv)
    expect(told((await checked(swapped)).findings)).toEqual(
      expect.arrayContaining(['pack/file-differs data/events.csv', 'pack/file-differs data/events.ndjson']),
    )
    const renamed = without('data/events.csv').set('data/Events.csv', csv)
    expect(told((await checked(renamed)).findings)).toEqual(
      expect.arrayContaining(['pack/file-extra data/Events.csv', 'pack/file-missing data/events.csv']),
    )
  })

  test('tells of all that is wrong, not the first thing', async () => {
    const changed = without('README.txt').set('data/events.csv', Buffer.from('x')).set('data/more', Buffer.from('y'))
    expect(told((await checked(changed)).findings)).toEqual(
      expect.arrayContaining([
        'pack/file-differs data/events.csv',
        'pack/file-extra data/more',
        'pack/file-missing README.txt',
      ]),
    )
  })
})

describe('a pack that was changed, hashed and signed anew', () => {
  const forged = (changed: Map<string, Buffer>) => checked(resealed(changed, forger))

  test('is whole where nothing was changed, and signed by somebody else', async () => {
    const report = await forged(files)
    expect(report.findings.filter(({ where }) => where?.path !== besideFiles.stampRequest)).toEqual([])
    expect(report.signature.fingerprint).not.toBe((await room.verify(pack)).signature.fingerprint)
  })

  test.each([
    ['a cell of the CSV', 'data/events.csv', (text: string) => text.replace('dave', 'eve'), 'pack/row-differs'],
    ['a guard taken away', 'data/events.csv', (text: string) => text.replace("'=cmd", '=cmd'), 'pack/row-differs'],
    ['a header of the CSV', 'data/events.csv', (text: string) => text.replace('actor', 'aktor'), 'pack/row-differs'],
    [
      'a line of the NDJSON',
      'data/events.ndjson',
      (text: string) => text.replace('"pretty"', '"ugly"'),
      'pack/row-differs',
    ],
    ['an order of the NDJSON', 'data/events.ndjson', swapLines, 'pack/row-differs'],
    [
      'a row less',
      'data/events.ndjson',
      (text: string) => text.slice(0, text.trimEnd().lastIndexOf('\n') + 1),
      'pack/count-differs',
    ],
    [
      'a row more',
      'data/events.ndjson',
      (text: string) => text + text.slice(text.trimEnd().lastIndexOf('\n') + 1),
      'pack/count-differs',
    ],
    ['a row of the CSV more', 'data/events.csv', (text: string) => `${text}1,E001,0\r\n`, 'pack/count-differs'],
    ['a record', 'data/records.bin', (text: string) => text.replace('dave', 'eve_'), 'pack/record-differs'],
    ['a byte behind the records', 'data/records.bin', (text: string) => `${text}x`, 'pack/count-differs'],
    [
      'a leaf hash',
      'data/proofs/leaves.csv',
      (text: string) => text.replace(/[0-9a-f]{64}/, 'b'.repeat(64)),
      'pack/proof-fails',
    ],
    [
      'a record’s number',
      'data/proofs/leaves.csv',
      (text: string) => text.replace(/E001,1,/, 'E001,2,'),
      'pack/proof-fails',
    ],
    [
      'an exhibit’s label',
      'data/proofs/leaves.csv',
      (text: string) => text.replace(/E001,1,/, 'E002,1,'),
      'pack/proof-fails',
    ],
    [
      'an event’s number',
      'data/proofs/leaves.csv',
      (text: string) => text.replace(/^2,E001/m, '99,E001'),
      'pack/row-differs',
    ],
    [
      'a line of leaves that is none',
      'data/proofs/leaves.csv',
      (text: string) => text.replace(/^2,E001/m, '2;E001'),
      'pack/structure',
    ],
    [
      'a leaf less',
      'data/proofs/leaves.csv',
      (text: string) => text.slice(0, text.trimEnd().lastIndexOf('\n') + 1),
      'pack/count-differs',
    ],
    [
      'a leaf twice',
      'data/proofs/leaves.csv',
      (text: string) => text + text.slice(text.trimEnd().lastIndexOf('\n') + 1),
      'pack/proof-fails',
    ],
    [
      'a record that is said to be withheld',
      'data/proofs/leaves.csv',
      (text: string) => text.replace(/,\d+,\d+\n$/, ',,\n'),
      'pack/count-differs',
    ],
    [
      'a node',
      'data/proofs/nodes.csv',
      (text: string) => text.replace(/[0-9a-f]{64}/, 'c'.repeat(64)),
      'pack/proof-fails',
    ],
    ['a node less', 'data/proofs/nodes.csv', (text: string) => text.replace(/^E001.*\n/m, ''), 'pack/proof-fails'],
    [
      'a Merkle root',
      'data/exhibits.json',
      (text: string) => text.replace(/("merkleRoot": ")\w{64}/, `$1${'d'.repeat(64)}`),
      'pack/proof-fails',
    ],
    [
      'an exhibit’s SHA-256',
      'data/exhibits.json',
      (text: string) => text.replace(/("sha256": ")\w{64}/, `$1${'e'.repeat(64)}`),
      'pack/exhibit-differs',
    ],
    [
      'a number of records',
      'data/exhibits.json',
      (text: string) => text.replace(/("records": )\d+/, '$1 99'),
      'pack/proof-fails',
    ],
    [
      'an exhibit’s zone',
      'data/exhibits.json',
      (text: string) => text.replace('"UTC"', '"Mars/Olympus"'),
      'pack/structure',
    ],
    [
      'a custody entry',
      'data/custody.ndjson',
      (text: string) => text.replace('"act":"case.create"', '"act":"case.creatE"'),
      'verify/custody-broken',
    ],
    [
      'a custody entry less',
      'data/custody.ndjson',
      (text: string) => text.slice(text.indexOf('\n') + 1),
      'verify/custody-broken',
    ],
    [
      'the end of the custody log',
      'data/custody.ndjson',
      (text: string) => text.slice(0, text.trimEnd().lastIndexOf('\n') + 1),
      'verify/custody-broken',
    ],
    [
      'a number of events',
      'data/pack.json',
      (text: string) => text.replace(/("events": )\d+/, '$17'),
      'pack/count-differs',
    ],
    [
      'a table that is not there',
      'data/pack.json',
      (text: string) => text.replace('"csv",', '"csv", "html",'),
      'pack/file-missing',
    ],
    ['no JSON', 'data/pack.json', (text: string) => text.slice(1), 'pack/structure'],
    ['the version of bags', 'bagit.txt', (text: string) => text.replace('1.0', '0.97'), 'pack/structure'],
  ])('%s: is found', async (_, name, edit, code) => {
    const { findings, signature } = await forged(edited(name, edit))
    expect(findings.map((finding) => finding.code)).toContain(code)
    expect(signature.state).toBe('good')
  })

  test('a cell of the CSV is named by row, event and column', async () => {
    const { findings } = await forged(edited('data/events.csv', (text) => text.replace('dave', 'eve')))
    const named = findings.find(({ code }) => code === 'pack/row-differs')
    expect(named).toMatchObject({
      where: { path: 'data/events.csv', exhibit: 'E002', field: 'actor' },
      facts: { record: 0 },
    })
  })

  test('a cell of the workbook is found, and named by its row', async () => {
    const edit = async (change: (xml: string) => string) => {
      const changed = new Map(files).set(
        'data/events.xlsx',
        await editedWorkbook(files.get('data/events.xlsx'), change),
      )
      return (await forged(changed)).findings.filter(({ where }) => where?.path === 'data/events.xlsx')
    }
    expect(await edit((xml) => xml.replace('>dave<', '>eve<'))).toMatchObject([
      { code: 'pack/row-differs', where: { field: 'actor', exhibit: 'E002' } },
    ])
    expect(await edit((xml) => xml.replace(/<v>4\d{4}\.\d+</, '<v>46000.5<'))).toMatchObject([
      { code: 'pack/row-differs' },
    ])
    expect(await edit((xml) => xml.replace(/<row r="3">.*?<\/row>/s, ''))).not.toEqual([])
    expect(await edit((xml) => xml.replace('>dave<', '>dave</t></is></c><f>1</f><c><is><t>x<'))).not.toEqual([])
    expect(await edit((xml) => xml.replace('xxxxx … [cut', 'xxxxy … [cut'))).toMatchObject([
      { code: 'pack/row-differs' },
    ])
    expect(await edit((xml) => xml)).toEqual([])
  })

  test('a profile with its hash changed, too, is found by what it makes of the records', async () => {
    const name = [...files.keys()].find((path) => path.startsWith('data/profiles/')) ?? ''
    const text = (files.get(name)?.toString() ?? '').replace('"timestamp"', '"user"')
    const changed = edited('data/exhibits.json', (json) =>
      json.replace(
        new RegExp(
          createHash('sha256')
            .update(files.get(name) ?? '')
            .digest('hex'),
          'g',
        ),
        createHash('sha256').update(text).digest('hex'),
      ),
    ).set(name, Buffer.from(text))
    expect((await forged(changed)).findings.map(({ code }) => code)).toContain('pack/row-differs')
  })

  test('from a later version is refused by name', async () => {
    const out = room.newPath('newer.zip')
    await packOf(
      resealed(
        edited('data/pack.json', (text) => text.replace('"vouchPack": 1', '"vouchPack": 2')),
        forger,
      ),
      out,
    )
    expect(await room.refusal(out)).toBe('pack/newer-version')
  })

  test('any row of any table is found, whichever cell', async () => {
    const tables = [
      'data/events.csv',
      'data/events.ndjson',
      'data/proofs/leaves.csv',
      'data/custody.ndjson',
      'data/proofs/nodes.csv',
    ]
    const anyPlace = fc
      .constantFrom(...tables)
      .chain((name) => fc.tuple(fc.constant(name), fc.nat((files.get(name)?.length ?? 1) - 1)))
    await fc.assert(
      fc.asyncProperty(anyPlace, async ([name, at]) => {
        const bytes = Buffer.from(files.get(name) ?? '')
        bytes[at] = bytes[at] === 0x37 ? 0x38 : 0x37
        const { findings } = await forged(new Map(files).set(name, bytes))
        // Leaves name their records, nodes their leaves.
        const places = name.includes('proofs') ? ['data/proofs/leaves.csv', 'data/records.bin', ...tables] : [name]
        expect(findings.some(({ where }) => places.includes(where?.path ?? ''))).toBe(true)
      }),
      { seed: 8, numRuns: 80 },
    )
  })
})

describe('against its sources', () => {
  test('a pack is compared record by record', async () => {
    const report = await room.verify(pack, { against: [room.sources] })
    expect(report).toMatchObject({ findings: [], checked: { sources: 3 } })
  })

  test('a source that was changed is told, and which records differ in it', async () => {
    const path = room.newPath('x')
    const changed = `${path}-a.ndjson`
    writeFileSync(changed, readFileSync(`${room.sources}/a.ndjson`, 'utf8').replace('carol', 'caroL'))
    const { findings } = await room.verify(pack, { against: [changed] })
    // Its name is another's, so nothing says which exhibit it should be.
    expect(findings).toMatchObject([
      { code: 'verify/source-differs', message: 'No exhibit of this pack has these bytes or this name' },
    ])
    const folder = room.newPath('folder')
    mkdirSync(folder)
    writeFileSync(`${folder}/a.ndjson`, readFileSync(changed))
    const named = await room.verify(pack, { against: [`${folder}/a.ndjson`] })
    expect(named.findings).toMatchObject([
      { code: 'verify/source-differs', where: { exhibit: 'E001' }, facts: { differingRecords: 1 } },
      { code: 'verify/source-differs', facts: { record: 5 } },
    ])
  })

  test('a source that is not there is told', async () => {
    const { findings } = await room.verify(pack, { against: [room.newPath('nowhere')] })
    expect(findings.map(({ code }) => code)).toEqual(['import/not-found'])
  })
})

/** The workbook with its first sheet changed, packed anew. */
async function editedWorkbook(workbook: Buffer | undefined, change: (xml: string) => string): Promise<Buffer> {
  const entries: Entry[] = []
  const zip = await new Promise<ZipReader>((resolve, reject) => {
    fromBuffer(workbook ?? Buffer.alloc(0), { lazyEntries: false, autoClose: false }, (error, opened) => {
      if (error !== null) return reject(error)
      opened.on('entry', (entry) => entries.push(entry))
      opened.on('end', () => resolve(opened))
    })
  })
  const again = new ZipFile()
  for (const entry of entries) {
    const bytes = await buffer(await zip.openReadStreamPromise(entry))
    const isSheet = entry.fileName === 'xl/worksheets/sheet1.xml'
    again.addBuffer(isSheet ? Buffer.from(change(bytes.toString())) : bytes, entry.fileName)
  }
  again.end()
  return buffer(again.outputStream)
}

/** The first two lines in the other order. */
function swapLines(text: string): string {
  const [first, second, ...rest] = text.split('\n')
  return [second, first, ...rest].join('\n')
}
