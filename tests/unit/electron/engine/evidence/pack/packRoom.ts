/** A case with records of every kind, packs made of it, and packs taken apart and put together again as a forger would. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createEngine } from '../../../../../../electron/engine/index.ts'
import { manifestText } from '../../../../../../electron/engine/evidence/pack/bag.ts'
import { PackFile } from '../../../../../../electron/engine/evidence/pack/check/packFile.ts'
import { newKey, type SigningKey, signingKey } from '../../../../../../electron/engine/evidence/pack/keys/sshKey.ts'
import { signatureText } from '../../../../../../electron/engine/evidence/pack/keys/sshSignature.ts'
import { besideFiles, SIGNATURE_NAMESPACE, tagFiles } from '../../../../../../electron/engine/evidence/pack/layout.ts'
import { PackZip } from '../../../../../../electron/engine/evidence/pack/packZip.ts'
import { signersLine } from '../../../../../../electron/engine/evidence/pack/tagFiles.ts'
import type {
  Engine,
  PackReport,
  PackRequest,
  PackVerifyReport,
  PackVerifyRequest,
} from '../../../../../../shared/api/index.ts'

export const DATE = '2026-11-28T13:00:00Z'
export const TITLE = 'Denied requests\nof <May> – “Ünïcode”'

/** Records as attackers and careless people write them; line i is record i of its exhibit. */
export const ndjsonLines = [
  '{"timestamp":"2026-05-01T08:00:00Z","user":"alice","action":"key.created","outcome":"success","password":"hunter2"}',
  '{"timestamp":"2026-05-01T08:00:01.5Z","user":"=cmd|\'/c calc\'!A1","action":"key.deleted","outcome":"denied"}',
  '{"timestamp":"2026-05-01T08:00:02Z","user":"\\u202e<b>\\"x\\",\\r\\n","action":"a,b","outcome":"denied","big":9007199254740993}',
  '{"timestamp":"2026-05-01T08:00:03Z","user":"\\ud83d\\ude00 \\ud83d","action":"key.created","outcome":"failure","__proto__":{"a":[]}}',
  '  { "timestamp" : "2026-05-01T08:00:04Z" , "user" : "bob" , "action" : "" , "outcome":"denied" }  ',
  `{"timestamp":"2026-05-01T08:00:05Z","user":"carol","action":"long","outcome":"denied","text":"${'x'.repeat(40_000)}"}`,
  ...Array.from(
    { length: 30 },
    (_, i) =>
      `{"timestamp":"2026-05-01T08:01:${String(i).padStart(2, '0')}Z","user":"u${i % 4}","action":"a${i}","outcome":"${i % 3 === 0 ? 'denied' : 'success'}"}`,
  ),
]

const csvText =
  'timestamp,user,action,outcome,note\r\n' +
  '2026-05-02T08:00:00Z,dave,login,denied,"two\r\nlines, ""quoted"""\r\n' +
  '2026-05-02T08:00:01Z,"+erin",login,success,\r\n' +
  '2026-05-02T08:00:02Z,frank,login,denied,""\r\n'

const jsonText = `{"records": [
  {
    "timestamp": "2026-05-03T08:00:00Z",
    "user": "grace",
    "action": "pretty",
    "outcome": "denied"
  },
  {"timestamp": "2026-05-03T09:00:00+02:00", "user": "heidi", "action": "zoned", "outcome": "denied"}
]}
`

/** A folder with a case, its sources and a key; call `close` when done. */
export class PackRoom {
  readonly folder = mkdtempSync(join(tmpdir(), 'vouch-pack-'))
  readonly sources = join(this.folder, 'sources')
  readonly case = join(this.folder, 'case.vouch')
  readonly keyPath = join(this.folder, 'id_ed25519')
  readonly key: SigningKey
  readonly engine: Engine = createEngine({ version: 'vouch test', profileDirs: [] })
  private made = 0

  constructor() {
    const { text } = newKey('test', null)
    writeFileSync(this.keyPath, text, { mode: 0o600 })
    this.key = signingKey(text, this.keyPath, null)
    mkdirSync(this.sources)
    writeFileSync(join(this.sources, 'a.ndjson'), `${ndjsonLines.join('\n')}\n{"broken":\n`)
    writeFileSync(join(this.sources, 'b.csv'), csvText)
    writeFileSync(join(this.sources, 'c.json.gz'), gzipSync(jsonText))
  }

  async importSources(): Promise<void> {
    const report = await this.engine.call('case.import', { case: this.case, paths: [this.sources] })
    if (!report.ok || report.value.files.some(({ kind }) => kind === 'failed')) throw new Error(JSON.stringify(report))
  }

  newPath(name: string): string {
    return join(this.folder, `${this.made++}-${name}`)
  }

  /** A pack of what is denied, signed and dated unless said otherwise. */
  async pack(more: Partial<PackRequest> = {}): Promise<PackReport> {
    const request = {
      case: this.case,
      filter: 'outcome:denied',
      out: this.newPath('pack.zip'),
      date: DATE,
      nowMicros: 0,
      key: this.keyPath,
      title: TITLE,
    }
    const result = await this.engine.call('pack.make', { ...request, ...more })
    if (!result.ok) throw new Error(JSON.stringify(result.failure))
    return result.value
  }

  async verify(pack: string, more: Partial<PackVerifyRequest> = {}): Promise<PackVerifyReport> {
    const result = await this.engine.call('pack.verify', { pack, ...more })
    if (!result.ok) throw new Error(JSON.stringify(result.failure))
    return result.value
  }

  /** Code of the failure that ends a verification before it has a report. */
  async refusal(pack: string): Promise<string> {
    const result = await this.engine.call('pack.verify', { pack })
    return result.ok ? 'none' : result.failure.code
  }

  /** The pack's folder, unpacked by `unzip`. */
  unpacked(pack: string): string {
    const folder = this.newPath('unpacked')
    execFileSync('unzip', ['-q', pack, '-d', folder])
    const [name] = execFileSync('ls', [folder], { encoding: 'utf8' }).trim().split('\n')
    return join(folder, name)
  }

  async close(): Promise<void> {
    await this.engine.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Files of a pack by path, in order. */
export async function filesOf(pack: string): Promise<Map<string, Buffer>> {
  const file = await PackFile.open(pack)
  try {
    const files = new Map<string, Buffer>()
    for (const name of file.names) files.set(name, await file.small(name))
    return files
  } finally {
    file.close()
  }
}

/** Writes a pack of these files, as they are: its seal is good, whatever they say. */
export async function packOf(files: ReadonlyMap<string, Uint8Array>, out: string, folder = 'forged'): Promise<void> {
  const zip = await PackZip.create(out, folder, { overwrite: true, signal: new AbortController().signal, wrap: null })
  for (const [name, bytes] of files) await zip.add(name, bytes)
  await zip.finish()
}

/** Manifests made anew and signed by `key`: what somebody does who wants to pass off what he changed. */
export function resealed(files: ReadonlyMap<string, Buffer>, key: SigningKey): Map<string, Buffer> {
  const sealed = new Map(files)
  const entriesOf = (names: readonly string[]) =>
    names.map((path) => ({
      path,
      sha256: createHash('sha256')
        .update(sealed.get(path) ?? '')
        .digest('hex'),
    }))
  const payload = [...sealed.keys()].filter((name) => name.startsWith('data/'))
  const bytes = payload.reduce((sum, name) => sum + (sealed.get(name)?.length ?? 0), 0)
  const info = sealed
    .get(tagFiles.info)
    ?.toString()
    .replace(/Payload-Oxum: .*/, `Payload-Oxum: ${bytes}.${payload.length}`)
  sealed.set(tagFiles.info, Buffer.from(info ?? ''))
  sealed.set(tagFiles.manifest, Buffer.from(manifestText(entriesOf(payload))))
  sealed.set(tagFiles.signers, Buffer.from(signersLine(key.publicBlob)))
  const beside: readonly string[] = [tagFiles.tagManifest, ...Object.values(besideFiles)]
  const tags = [...sealed.keys()].filter((name) => !name.startsWith('data/') && !beside.includes(name))
  const tagManifest = manifestText(entriesOf(tags))
  sealed.set(tagFiles.tagManifest, Buffer.from(tagManifest))
  sealed.set(besideFiles.signature, Buffer.from(signatureText(Buffer.from(tagManifest), SIGNATURE_NAMESPACE, key)))
  return sealed
}

/** Bytes of a file with one changed. */
export function flipped(path: string, at: number, change: number): Buffer {
  const bytes = readFileSync(path)
  bytes[at] ^= change
  return bytes
}
