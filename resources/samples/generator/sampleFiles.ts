/** The list of sample files: which system's events go into which file, in which shape. */
import { adminCsv, adminEvents, adminJson } from './adminConsole.ts'
import { governanceCsv, governanceEvents, governanceJson } from './agentGovernance.ts'
import { edgeCsv, edgeEvents, edgeNdjson } from './edgePlatform.ts'
import { edgeSessions, edgeSessionsCsv, edgeSessionsJson } from './edgeSessions.ts'
import { registryCsv, registryEvents, registryJson } from './ruleRegistry.ts'
import { ledgerCsv, ledgerEvents, ledgerNdjson } from './workspaceLedger.ts'

export interface SampleFile {
  readonly name: string
  readonly text: string
}

/** One system's pair: the same events as JSON and as delimited text. */
export interface SamplePair {
  /** Id of the profile that must recognise both. */
  readonly profile: string
  readonly count: number
  readonly json: SampleFile
  readonly csv: SampleFile
}

/** Every pair, made anew; the same on each call. */
export function samplePairs(): SamplePair[] {
  const admin = adminEvents()
  const ledger = ledgerEvents()
  const governance = governanceEvents()
  const registry = registryEvents()
  const edge = edgeEvents()
  const sessions = edgeSessions()
  return [
    pair('admin-console', admin.length, 'json', adminJson(admin), 'csv', adminCsv(admin)),
    pair('workspace-ledger', ledger.length, 'ndjson', ledgerNdjson(ledger), 'csv', ledgerCsv(ledger)),
    pair('agent-governance', governance.length, 'json', governanceJson(governance), 'csv', governanceCsv(governance)),
    pair('rule-registry', registry.length, 'json', registryJson(registry), 'csv', registryCsv(registry)),
    pair('edge-platform', edge.length, 'ndjson', edgeNdjson(edge), 'csv', edgeCsv(edge)),
    pair(
      'edge-platform-sessions',
      sessions.length,
      'json',
      edgeSessionsJson(sessions),
      'tsv',
      edgeSessionsCsv(sessions),
    ),
  ]
}

function pair(
  profile: string,
  count: number,
  jsonEnding: string,
  json: string,
  csvEnding: string,
  csv: string,
): SamplePair {
  return {
    profile,
    count,
    json: { name: `${profile}.${jsonEnding}`, text: json },
    csv: { name: `${profile}.${csvEnding}`, text: csv },
  }
}
