/**
 * Loaded into the server before anything else (`--import`), so that pictures are the same whoever makes them, wherever and
 * whenever: its clock starts at a fixed instant, and its user and machine have made-up names.
 */
import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'

const RealDate = Date
const shift = RealDate.parse('2026-06-09T08:30:00Z') - RealDate.now()
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + shift)
    else super(...parts)
  }
  static now() {
    return RealDate.now() + shift
  }
}
os.userInfo = () => ({ username: 'ann', uid: 1000, gid: 1000, shell: '/bin/sh', homedir: '/home/ann' })
os.hostname = () => 'audit-desk'
syncBuiltinESMExports()
