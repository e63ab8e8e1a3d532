/** README.txt of a pack: what it is, what lies in it, and how somebody who has never heard of Vouch checks it. */
import { fingerprint } from './keys/sshKey.ts'
import { besideFiles, payloadFiles, SIGNATURE_NAMESPACE, SIGNER, stampedFile, tagFiles } from './layout.ts'
import { CUSTODY_SCRIPT, PROOFS_SCRIPT } from './readmeScript.ts'
import type { PackStatement } from './statement.ts'

export interface ReadmeFacts {
  /** Null: the pack is not signed. */
  readonly publicBlob: Uint8Array | null
  readonly withStampRequest: boolean
}

/** Commands stand indented by four blanks, scripts not at all; each runs in the pack's folder as it stands. */
export function readmeText(statement: PackStatement, { publicBlob, withStampRequest }: ReadmeFacts): string {
  return [
    ...introduction(statement),
    ...contents(statement),
    ...checks,
    ...signature(publicBlob),
    ...timeStamp(publicBlob !== null, withStampRequest),
    ...scripts,
    ...limits(statement),
  ].join('\n')
}

function introduction(statement: PackStatement): string[] {
  const { query, withheld, events } = statement
  return [
    'EVIDENCE PACK',
    '',
    ...(statement.title === '' ? [] : [`Title     ${oneLine(statement.title)}`]),
    ...(statement.purpose === '' ? [] : [`Purpose   ${oneLine(statement.purpose)}`]),
    `Made      ${statement.madeAt} by ${statement.madeBy}, from case ${statement.case.caseId}`,
    `Query     ${query.text === '' ? '(all events)' : oneLine(query.text)}`,
    `          "now" is ${query.now}; times without a zone are of ${query.zone}`,
    `Events    ${events}${withheld === 0 ? ', each with its record' : `; the records of ${withheld} are withheld, as something of them was redacted`}`,
    '',
    'This folder is a bag (RFC 8493): a payload in data/ and manifests of SHA-256 hashes over it. It shows which',
    'events of a log answered the query, and proves that each is a record of the very file that was received: without',
    'the rest of that file.',
    '',
  ]
}

function contents({ formats, events }: PackStatement): string[] {
  const has = (format: PackStatement['formats'][number], path: string, text: string) =>
    formats.includes(format) ? [entry(path, text)] : []
  return [
    'WHAT LIES IN IT',
    '',
    ...has('csv', payloadFiles.csv, `the ${events} events as a table`),
    ...has('xlsx', payloadFiles.xlsx, 'the same as a workbook'),
    ...has('html', payloadFiles.report, 'the same to read and to print'),
    ...has('ndjson', payloadFiles.ndjson, 'the same with their records, one JSON object per line'),
    entry(payloadFiles.records, 'the records byte for byte as received, one behind the other'),
    entry(payloadFiles.leaves, 'per event: exhibit, number of the record in it (from 0), its byte range'),
    entry('', 'there, its leaf hash, and where it lies in records.bin (empty: withheld)'),
    entry(payloadFiles.nodes, 'the hashes that lead from those leaves to the roots, each once'),
    entry(payloadFiles.exhibits, 'the files the events come from: size, SHA-256, records, Merkle root'),
    entry(payloadFiles.profiles, 'how their records were read'),
    entry(payloadFiles.annotations, 'bookmarks, tags and notes that people added to the events'),
    entry(payloadFiles.custody, 'who did what with the case, each entry hashed with the one before'),
    entry(payloadFiles.statement, 'the query and what else the pack states about itself'),
    '',
  ]
}

/** What a file is, in a column of its own. */
function entry(path: string, text: string): string {
  return `  ${path.padEnd(26)}${text}`
}

const checks = [
  'HOW TO CHECK IT',
  '',
  'Run the commands in this folder. `vouch verify PACK.zip` does all of this and more; the stock tools do not ask you',
  'to trust Vouch.',
  '',
  '1. Nothing was changed, and nothing is missing:',
  '',
  `    sha256sum --check --strict --quiet ${tagFiles.manifest} ${tagFiles.tagManifest}`,
  '',
  '   Also that nothing was added, with the Library of Congress’s bagit-python:',
  '',
  '    bagit.py --validate .',
  '',
]

function signature(publicBlob: Uint8Array | null): string[] {
  if (publicBlob === null) {
    return [
      '2. THIS PACK IS NOT SIGNED. Whoever changes it can make the hashes anew. Compare the SHA-256 of the ZIP with what',
      '   its maker told you by another way.',
      '',
    ]
  }
  return [
    '2. Who signed it:',
    '',
    `    ssh-keygen -Y verify -f ${tagFiles.signers} -I ${SIGNER} -n ${SIGNATURE_NAMESPACE} -s ${besideFiles.signature} < ${tagFiles.tagManifest}`,
    '',
    '   The key in this folder proves nothing by itself: anybody can make one. Compare its fingerprint with the one that',
    '   the maker tells you by another way, such as by telephone:',
    '',
    `   ${fingerprint(publicBlob)}`,
    '',
  ]
}

function timeStamp(isSigned: boolean, isRequested: boolean): string[] {
  const stamped = stampedFile(isSigned)
  return [
    '3. When it was there at the latest:',
    '',
    `   A time-stamp (RFC 3161) is one if there is a file ${besideFiles.stampReply}; it is over ${stamped}.`,
    `   Without that file the pack is NOT TIME-STAMPED, and the time above is what its maker states.`,
    ...(isRequested ? [`   ${besideFiles.stampRequest} is the request for one, for an authority of your choice.`] : []),
    '   With the certificate of the authority as authority.pem:',
    '',
    `    openssl ts -verify -data ${stamped} -in ${besideFiles.stampReply} -CAfile authority.pem`,
    '',
  ]
}

const scripts = [
  '4. Each event is a record of its exhibit (RFC 9162: a leaf is SHA-256 of a zero byte and the record, a node SHA-256 of',
  '   a byte one and both nodes below):',
  '',
  ...asCommand(PROOFS_SCRIPT),
  '',
  '   The Merkle roots are those in data/exhibits.json. Whoever has an exhibit can compute its SHA-256 and root, or let',
  '   `vouch verify PACK.zip --against EXHIBIT` compare every record with it.',
  '',
  '5. The custody log is unbroken:',
  '',
  ...asCommand(CUSTODY_SCRIPT),
  '',
]

function limits({ withheld, redaction, custody }: PackStatement): string[] {
  return [
    'WHAT IT DOES NOT SHOW',
    '',
    'That the exhibits are all there was, or that the system that wrote them told the truth. Whether no other event',
    'answers the query can be told by who has the exhibits.',
    `The custody log ends with entry ${custody.entries}, hash ${custody.lastHash}${custody.announced ? ', which announces this pack' : ''}. The hash of the`,
    'finished pack is entered in the case afterwards.',
    ...(redaction === null
      ? []
      : [
          ...(custody.withheld === 0
            ? []
            : [`Of ${custody.withheld} custody entries the facts are withheld: they may name what was redacted.`]),
          `Redacted by ${redaction.profile}: something of ${withheld} events. Their leaf hashes and proofs are here, their records are not. When one is`,
          'disclosed later, as a file FILE with exactly its bytes, this must print its leafHash:',
          '',
          "    (printf '\\0'; cat FILE) | sha256sum",
          '',
          'A leaf hash does not tell what the record says. But whoever knows all of a record but a little can try out what that',
          'may be: do not count on it where few values are possible.',
        ]),
    '',
  ]
}

/** A script as a command that can be pasted: not indented, as a here-document ends at a line that is `END` and nothing else. */
function asCommand(script: string): string[] {
  return ["python3 - <<'END'", ...script.trimEnd().split('\n'), 'END']
}

/** Titles and queries may hold anything: no line of theirs is to pass for one of ours. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
}
