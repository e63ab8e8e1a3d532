/** A time-stamping authority of OpenSSL’s, as one would be asked over the network. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../../../../helpers/tools.ts'

const config = (folder: string) => `
[req]
distinguished_name = dn
x509_extensions = ext
prompt = no
[dn]
CN = Test authority
[ext]
basicConstraints = critical, CA:true
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = tsa1
[tsa1]
serial = ${join(folder, 'serial')}
signer_cert = ${join(folder, 'tsa.pem')}
signer_key = ${join(folder, 'tsa.key')}
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
ess_cert_id_alg = sha256
`

export class TimeStampAuthority {
  /** Path of its certificate, which is its own root. */
  readonly certificate: string
  private readonly folder: string
  private replies = 0

  /** Keeps its files in `folder`. */
  constructor(folder: string) {
    this.folder = folder
    this.certificate = join(folder, 'tsa.pem')
    writeFileSync(join(folder, 'tsa.cnf'), config(folder))
    const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', join(folder, 'tsa.key'), '-out', this.certificate]
    this.openssl(['req', '-x509', '-days', '3650', '-config', join(folder, 'tsa.cnf'), ...key])
  }

  /** Path of the reply to the request at that path. */
  reply(request: string): string {
    const out = join(this.folder, `reply-${this.replies++}.tsr`)
    this.openssl(['ts', '-reply', '-config', join(this.folder, 'tsa.cnf'), '-queryfile', request, '-out', out])
    return out
  }

  private openssl(args: readonly string[]): void {
    const done = run('openssl', args)
    if (done.code !== 0) throw new Error(done.text)
  }
}
