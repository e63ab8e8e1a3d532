/** The manual says what the code does: fields from their table, every command and failure code in its page. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commands } from '../../../electron/hosts/cli/commands/index.ts'
import { failureCodes } from '../../../shared/failure.ts'
import { fields } from '../../../shared/fields.ts'

const root = resolve(import.meta.dirname, '../../..')
const page = (name: string): string => readFileSync(join(root, 'docs', name), 'utf8')

function fieldsPage(): string {
  const rows = fields.map(({ id, label, type, facet, description, values }) => {
    const words = values === undefined ? '' : ` One of ${values.map((value) => `\`${value}\``).join(', ')}.`
    return `| \`${id}\` | ${label} | ${type} | ${facet ? 'yes' : 'no'} | ${description}${words} |`
  })
  return [
    '# Fields',
    '',
    'What every event can say, whatever system it comes from. Made from `shared/fields.ts` (`vitest run tests/unit/docs -u`).',
    'A profile may add columns of its own; `vouch info` lists those of a case. The whole record is always there as `payload`.',
    '',
    '| field | label | type | facet | meaning |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'Types: `time` is an instant, printed in UTC; `ip` an address, or what the log says in its place; `number` compares as a',
    'number where it is one; `integer` a whole number; the others are text.',
    '',
  ].join('\n')
}

describe('the manual', () => {
  test('lists the fields of the table', async () => {
    await expect(fieldsPage()).toMatchFileSnapshot(join(root, 'docs', 'fields.md'))
  })

  test.each(commands.map((command) => command.name))('tells about vouch %s', (name) => {
    expect(page('command-line.md')).toContain(`\n## vouch ${name}\n`)
  })

  test.each(commands.flatMap((command) => command.options.map((option) => [command.name, option.name])))(
    'vouch %s --%s is there',
    (command, option) => {
      const text = page('command-line.md')
      const start = text.indexOf(`\n## vouch ${command}\n`)
      const end = text.indexOf('\n## ', start + 1)
      expect(text.slice(start, end < 0 ? undefined : end)).toContain(`--${option}`)
    },
  )

  test.each(failureCodes)('explains %s', (code) => {
    expect(page('failures.md')).toContain(`\`${code}\``)
  })
})
