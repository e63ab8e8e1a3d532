import type { KeyInfo } from '../../../../shared/api/index.ts'
import { fail } from '../../../../shared/failure.ts'
import { type CommandSpec, exitCodes, jsonOption } from '../command.ts'
import { PASSPHRASE_VARIABLE, passphrase } from '../passphrase.ts'
import { visible } from '../safeText.ts'
import type { Terminal } from '../terminal.ts'

export const keysCommand: CommandSpec = {
  name: 'keys',
  usage: 'list | new',
  summary: 'The keys that packs can be signed with: list them, or make one.',
  options: [
    { name: 'no-passphrase', help: 'new: leave the key without a passphrase; whoever reads its file can sign' },
    jsonOption,
  ],
  examples: ['vouch keys list', `${PASSPHRASE_VARIABLE}=… vouch keys new`],
  positionals: [1, 1],
  async run({ positionals, options, ask, terminal }) {
    const [action] = positionals
    if (action === 'list') {
      const keys = await ask('keys.list', {})
      if (options.has('json')) terminal.line(JSON.stringify(keys))
      else if (keys.length === 0) terminal.line('No Ed25519 key was found. `vouch keys new` makes one.')
      else for (const key of keys) printKey(key, terminal)
      return exitCodes.done
    }
    if (action !== 'new') fail({ code: 'usage/bad-argument', message: `vouch keys takes list or new, not “${action}”` })
    const secret = options.has('no-passphrase') ? undefined : await passphrase('Passphrase of the new key')
    if (secret === null || secret === '') {
      fail({
        code: 'usage/bad-argument',
        message: 'A new key needs a passphrase',
        next: `Set ${PASSPHRASE_VARIABLE}, type one when asked, or say --no-passphrase.`,
      })
    }
    const key = await ask('keys.create', { passphrase: secret })
    if (options.has('json')) terminal.line(JSON.stringify(key))
    else printKey(key, terminal)
    return exitCodes.done
  },
}

function printKey(key: KeyInfo, terminal: Terminal): void {
  terminal.line(`${key.fingerprint}  ${visible(key.path)}${key.isEncrypted ? '' : '  (no passphrase)'}`)
  terminal.line(`  ${key.publicKey}`)
}
