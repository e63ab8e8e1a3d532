/** The bundled sample exports. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One export of each system; the same events lie beside them in another format. */
export const sampleNames = [
  'admin-console.json',
  'workspace-ledger.ndjson',
  'agent-governance.csv',
  'rule-registry.json',
  'edge-platform.ndjson',
  'edge-platform-sessions.tsv',
] as const

/** Folder of the samples, which the package ships as they are: three folders up from the sources, four from the built files. */
export const samplesFolder = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../../resources/samples/' : '../../../../resources/samples/',
    import.meta.url,
  ),
)

/** Paths of the samples in `folder`. */
export function samplePaths(folder: string = samplesFolder): string[] {
  return sampleNames.map((name) => join(folder, name))
}
