/** A file of a system that no profile knows: mapped, kept as a profile of the user's own, and imported; all by keys and selects. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './support/app.ts'

test.use({ exhibits: [] })

const rows = [
  'When;Wer;Vorgang;Geraet;Adresse;Ergebnis;Beleg',
  '01.03.2026 14:03:22;ada@example.com;Tuer geoeffnet;D-7;192.0.2.10;success;b-1',
  '01.03.2026 14:04:10;bob@example.com;Tuer geoeffnet;D-9;192.0.2.11;denied;b-2',
  '01.03.2026 14:05:41;ada@example.com;Tuer geschlossen;D-7;192.0.2.10;success;b-3',
  'kaputt;eve@example.com;Tuer geoeffnet;D-7;192.0.2.12;success;b-4',
]

test('a file that no profile knows is mapped and imported @loopback', async ({ app, folder }) => {
  // A whole story, on a machine that may be busy.
  test.slow()
  const { page } = app
  const path = join(folder, 'tuerlog.csv')
  writeFileSync(path, `${rows.join('\n')}\n`)
  await page.getByRole('button', { name: 'Add files' }).click()
  await app.chooseFile('Add files', path)
  await page.getByRole('button', { name: 'Map it…' }).press('Enter')

  const events = page.getByRole('region', { name: 'The same records, as events' })
  const fields = page.getByRole('region', { name: 'Fields', exact: true })
  await expect(page.getByText('1 of the 4 records looked at would be rejected.')).toBeVisible()
  // The guess took the day for the month, and says that it could be otherwise.
  await expect(events).toContainText('2026-01-03')
  await expect(fields).toContainText('could as well be day-first')
  await expect(fields).toContainText('3 of 4 times state no zone')
  await fields.getByLabel('Time format').fill('day-first')
  await expect(events).toContainText('2026-03-01T14:03:22')
  await fields.getByLabel('Zone of times without one').fill('Europe/Berlin')
  await expect(events).toContainText('2026-03-01T13:03:22')
  await expect(fields).toContainText('Times without a zone are taken as Europe/Berlin.')

  await fields.getByLabel('Action is read from').selectOption('Vorgang')
  await expect(events).toContainText('Tuer geschlossen')
  await fields.getByLabel('Outcome is read from').selectOption('Ergebnis')
  await fields.getByLabel('Resource name is read from').selectOption('Geraet')
  await expect(events).toContainText('denied')
  // Dragging does the same.
  await page
    .getByRole('region', { name: 'The first records, as they are' })
    .getByRole('columnheader', { name: 'Beleg' })
    .dragTo(fields.getByText('Event id', { exact: true }))
  await expect(fields.getByLabel('Event id is read from')).toHaveValue('Beleg')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])

  await page.getByLabel('Name of the profile').fill('Door log')
  await page.getByRole('button', { name: 'Keep and use it' }).click()
  const file = page.getByRole('article').filter({ hasText: 'tuerlog.csv' })
  await expect(file.getByRole('combobox', { name: 'Profile' })).toHaveValue(/^door-log/)
  await page.getByRole('button', { name: 'Import 1 file' }).click()
  const job = page.getByRole('article').filter({ hasText: 'Import of 1 path' })
  await expect(job.getByText('done', { exact: true })).toBeVisible()
  await expect(job).toContainText('4 records = 3 events + 1 reject')
  await app.goTo('Events')
  await expect(app.row('Tuer geschlossen')).toContainText('13:05:41')
})

test('what cannot be used is said where it is typed @loopback', async ({ app, folder }) => {
  const { page } = app
  const path = join(folder, 'other.csv')
  writeFileSync(
    path,
    'Zeit;Person;Ding\n2026-03-01 10:00:00;ada@example.com;x\n2026-03-01 10:00:01;bob@example.com;y\n',
  )
  await page.getByRole('button', { name: 'Add files' }).click()
  await app.chooseFile('Add files', path)
  await page.getByRole('button', { name: 'Map it…' }).click()
  const fields = page.getByRole('region', { name: 'Fields', exact: true })
  await fields.getByLabel('Zone of times without one').fill('Mars/Olympus')
  await expect(page.getByRole('alert')).toContainText('There is no time zone “Mars/Olympus”')
  await expect(page.getByRole('button', { name: 'Keep and use it' })).toBeDisabled()
  await fields.getByLabel('Zone of times without one').fill('')
  await expect(page.getByRole('button', { name: 'Keep and use it' })).toBeEnabled()
  await page.getByRole('button', { name: 'Back to the files' }).click()
  await expect(page.getByRole('button', { name: 'Import 1 file' })).toBeVisible()
})
