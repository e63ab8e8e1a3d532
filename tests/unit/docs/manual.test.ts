/** The manual says what the code does: fields from their table, every command and failure code in its page. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { custodyActs } from '../../../electron/engine/case/index.ts'
import { bundledProfilesDir, loadProfiles } from '../../../electron/engine/ingest/profiles/index.ts'
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

function systemsPage(): string {
  const { profiles } = loadProfiles([bundledProfilesDir])
  const rows = profiles
    .filter(({ guess }) => !guess)
    .sort((a, b) => a.vendor.localeCompare(b.vendor, 'en') || a.title.localeCompare(b.title, 'en'))
    .map(({ id, vendor, title, recognise, limits }) => {
      const formats = [...new Set(recognise.map(({ format }) => format.toUpperCase()))].sort().join(', ')
      return `| ${vendor} | ${title} | \`${id}\` | ${formats} | ${limits?.days ?? ''} | ${limits?.rows ?? ''} |`
    })
  return [
    '# Systems with a profile',
    '',
    'Exports of these systems are recognised by what they hold, whatever their files are called. Made from `resources/profiles`',
    '(`vitest run tests/unit/docs -u`). Days and rows are the tightest that is usual by the vendor’s plans and ways of exporting; the notes,',
    'by plan and way, are in `vouch profiles list --json`. Any other JSON, CSV or text log is mapped by a guess ([profiles.md](profiles.md)).',
    '',
    '| vendor | log | profile | formats | days kept | rows per export |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

describe('the manual', () => {
  test('lists the systems that have a profile', async () => {
    await expect(systemsPage()).toMatchFileSnapshot(join(root, 'docs', 'systems.md'))
  })

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

test('every act of the custody log has its row', () => {
  const text = page('custody.md')
  expect(custodyActs.filter((act) => !text.includes(`\`${act}\``))).toEqual([])
})
