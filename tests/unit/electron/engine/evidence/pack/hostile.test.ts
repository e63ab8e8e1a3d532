/** Files that strangers send instead of packs: refused by name, with little memory and nothing written. */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { haveTools, run } from '../../../../../helpers/tools.ts'
import { filesOf, PackRoom, packOf } from './packRoom.ts'

const room = new PackRoom()
let pack: string
beforeAll(async () => {
  await room.importSources()
  pack = (await room.pack()).out
})
afterAll(() => room.close())

const bag = [
  ['p/bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'],
  ['p/manifest-sha256.txt', ''],
] as const

/** A ZIP of these entries. */
async function zipOf(
  entries: readonly (readonly [name: string, content: string | Buffer, mode?: number])[],
): Promise<string> {
  const zip = new ZipFile()
  for (const [name, content, mode] of entries) zip.addBuffer(Buffer.from(content), name, { mode: mode ?? 0o100644 })
  zip.end()
  const parts: Buffer[] = []
  for await (const chunk of zip.outputStream) parts.push(chunk as Buffer)
  const path = room.newPath('hostile.zip')
  writeFileSync(path, Buffer.concat(parts))
  return path
}

/** The ZIP with one name written over another of the same length, as no tool does it. */
async function renamed(entries: Parameters<typeof zipOf>[0], from: string, to: string): Promise<string> {
  const path = await zipOf(entries)
  writeFileSync(path, readFileSync(path, 'latin1').replaceAll(from, to), 'latin1')
  return path
}

describe('what is refused', () => {
  test.each([
    ['p/aaaaaaaaa', 'p/../../xyz'],
    ['p/aaaaaaaaa', '/etc/passwd'],
    ['p/aaaaaaaaa', 'C:/windows/'],
    ['p/aaaaaaaaa', 'p\\..\\..\\ab'],
  ])('a name that reaches outside: %s as %s', async (from, to) => {
    expect(await room.refusal(await renamed([...bag, [from, 'x']], from, to))).toBe('pack/unsafe')
  })

  test('two entries of one name, also where only capitals differ', async () => {
    expect(await room.refusal(await zipOf([...bag, ['p/README.txt', 'a'], ['p/README.txt', 'b']]))).toBe('pack/unsafe')
    expect(await room.refusal(await zipOf([...bag, ['p/README.txt', 'a'], ['p/readme.txt', 'b']]))).toBe('pack/unsafe')
  })

  test('links and devices', async () => {
    expect(await room.refusal(await zipOf([...bag, ['p/link', '/etc/passwd', 0o120777]]))).toBe('pack/unsafe')
    expect(await room.refusal(await zipOf([...bag, ['p/device', '', 0o020644]]))).toBe('pack/unsafe')
  })

  test('more entries than a pack has', async () => {
    const many = Array.from({ length: 1_001 }, (_, i) => [`p/data/${i}`, ''] as const)
    expect(await room.refusal(await zipOf([...bag, ...many]))).toBe('pack/unsafe')
  })

  test('a bomb', async () => {
    const bomb = await zipOf([...bag, ['p/data/zeros', Buffer.alloc(96 * 2 ** 20)]])
    expect(await room.refusal(bomb)).toBe('pack/unsafe')
  })

  test('a size that is not what comes out', async () => {
    const path = await zipOf([...bag, ['p/data/zeros', Buffer.alloc(100_000)]])
    const bytes = readFileSync(path)
    const directory = bytes.indexOf('PK\u0001\u0002p/data'.slice(0, 4), bytes.length - 400, 'latin1')
    for (
      let at = bytes.indexOf(Buffer.from([160, 134, 1, 0]), directory);
      at >= 0;
      at = bytes.indexOf(Buffer.from([160, 134, 1, 0]), at + 1)
    )
      bytes.writeUInt32LE(10, at)
    writeFileSync(path, bytes)
    const { findings } = await room.verify(path)
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'pack/file-differs', where: { path: 'data/zeros' } }),
    )
  })

  test('what is no ZIP, no bag, no file', async () => {
    const text = room.newPath('text')
    writeFileSync(text, 'text')
    const names = [
      text,
      room.folder,
      room.newPath('nowhere'),
      await zipOf([['a.txt', 'x']]),
      await zipOf([['p/a.txt', 'x']]),
    ]
    for (const path of names) expect(await room.refusal(path)).toBe('pack/not-a-pack')
    const cut = room.newPath('cut.zip')
    writeFileSync(cut, readFileSync(pack).subarray(0, 5_000))
    expect(await room.refusal(cut)).toBe('pack/damaged')
  })

  test('a pack that something was put beside', async () => {
    const folder = [...(await filesOf(pack))].map(([name, bytes]) => [`p/${name}`, bytes] as const)
    expect(await room.refusal(await zipOf([...folder, ['extra.txt', 'x']]))).toBe('pack/structure')
  })
})

describe('what is looked at', () => {
  test.skipIf(!haveTools(['zip', 'unzip'], 'packs packed anew'))(
    'a pack that was packed anew is told to be so, and is whole otherwise',
    async () => {
      const folder = room.unpacked(pack)
      const out = room.newPath('again.zip')
      expect(run('zip', ['-qr', out, '.'], { cwd: `${folder}/..` }).code).toBe(0)
      const { findings } = await room.verify(out)
      expect(findings).toMatchObject([{ code: 'pack/structure', message: expect.stringContaining('seal') }])
    },
  )

  test('JSON of every kind where the pack states itself', async () => {
    const files = await filesOf(pack)
    const values = [
      'null',
      '[]',
      '{}',
      '1',
      '"x"',
      '{"vouchPack":1}',
      '[null]',
      '[{}]',
      '{"__proto__":{"vouchPack":1}}',
    ]
    for (const name of ['data/pack.json', 'data/exhibits.json']) {
      for (const value of values) {
        const out = room.newPath('odd.zip')
        await packOf(new Map(files).set(name, Buffer.from(value)), out)
        const { findings } = await room.verify(out)
        expect(findings).toContainEqual(expect.objectContaining({ code: 'pack/file-differs', where: { path: name } }))
      }
    }
  })

  test('a disclosed file that is no record of the pack', async () => {
    const file = room.newPath('other')
    writeFileSync(file, 'other')
    const { findings } = await room.verify(pack, { disclose: [file] })
    expect(findings).toMatchObject([{ code: 'pack/not-withheld', where: { path: file } }])
    const missing = await room.engine.call('pack.verify', { pack, disclose: [room.newPath('nowhere')] })
    expect(missing).toMatchObject({ ok: false, failure: { code: 'usage/bad-argument' } })
  })
})
