/** A log of lines whose times state no year: the window says by which day they are told, and takes another. */
import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, samples, test } from './support/app.ts'

test.use({ exhibits: [] })

const text = ['Dec 31 23:59:59', 'Jan 31 23:00:00']
  .map((time, n) => `${time} web01 sshd[812]: Failed password for user${n} from 192.0.2.${n} port 4711 ssh2\n`)
  .join('')

test('the last day of a log without years is set by the keyboard, shown in the rows, and imported @loopback', async ({
  app,
  folder,
}) => {
  const { page } = app
  const path = join(folder, 'auth.log')
  writeFileSync(path, text)
  utimesSync(path, new Date('2026-06-01T12:00:00Z'), new Date('2026-06-01T12:00:00Z'))
  for (const chosen of [path, join(samples, 'rule-registry.json')]) {
    await page.getByRole('button', { name: 'Add files' }).click()
    await app.chooseFile('Add files', chosen)
  }
  const file = page.getByRole('article').filter({ hasText: 'auth.log' })
  const day = file.getByRole('textbox', { name: 'Day of the last line' })
  await expect(day).toHaveAttribute('placeholder', '2026-06-01')
  await expect(file).toContainText('2 of 2 records looked at have times without a year.')
  await expect(file).toContainText('not after 2026-06-01, the day on which the file was last changed')
  // A file whose times state their year has no such field.
  await expect(page.getByLabel('Day of the last line')).toHaveCount(1)

  await file.getByRole('button', { name: /auth\.log/ }).press('Enter')
  await expect(file.getByRole('table')).toContainText('2026-01-31T23:00:00')
  await day.focus()
  await page.keyboard.type('2024-02-30')
  await expect(file.getByRole('alert')).toContainText('There is no day “2024-02-30”')
  await expect(day).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByRole('status').filter({ hasText: '1 file to put right' })).toBeVisible()
  const begin = page.getByRole('button', { name: 'Import 2 files' })
  await expect(begin).toBeDisabled()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])

  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('2024-01-31')
  await expect(file.getByRole('alert')).toHaveCount(0)
  await expect(file.getByRole('table')).toContainText('2024-01-31T23:00:00')
  await expect(file.getByRole('table')).toContainText('2023-12-31T23:59:59')
  await expect(file).toContainText('not after 2024-01-31, the day set here. Left empty, 2026-06-01 counts')
  await expect(day).toBeFocused()

  // A file that is left out stays where it can be taken again, whatever is chosen for another.
  const other = page.getByRole('article').filter({ hasText: 'rule-registry.json' }).getByRole('checkbox')
  await other.uncheck()
  await day.fill('2023-01-31')
  await expect(file.getByRole('table')).toContainText('2023-01-31T23:00:00')
  await day.fill('2024-01-31')
  await other.check()

  await begin.click()
  const job = page.getByRole('article').filter({ hasText: 'Import of 2 paths' })
  await expect(job.getByText('done', { exact: true })).toBeVisible()
  await app.goTo('Events')
  await app.ask('time:2024-01-31')
  await app.expectCount('1', '204')
  await expect(app.row('23:00:00')).toContainText('2024-01-31')
})

test('the last day of one log is taken for the others @loopback', async ({ app, folder }) => {
  const { page } = app
  for (const name of ['auth.log', 'cron.log', 'mail.log']) {
    writeFileSync(join(folder, name), text.replaceAll('web01', name))
    utimesSync(join(folder, name), new Date('2026-06-01T12:00:00Z'), new Date('2026-06-01T12:00:00Z'))
    await page.getByRole('button', { name: 'Add files' }).click()
    await app.chooseFile('Add files', join(folder, name))
  }
  const fileOf = (name: string) => page.getByRole('article').filter({ hasText: name })
  await fileOf('cron.log').getByRole('textbox', { name: 'Day of the last line' }).fill('2024-01-31')
  await page.getByRole('button', { name: 'Take it for the 2 other logs without years, too' }).click()
  for (const name of ['auth.log', 'mail.log']) {
    await expect(fileOf(name).getByRole('textbox', { name: 'Day of the last line' })).toHaveValue('2024-01-31')
    await expect(fileOf(name)).toContainText('not after 2024-01-31, the day set here')
  }
  await expect(page.getByRole('button', { name: /without years, too$/ })).toHaveCount(0)
})

test('a dropped log is as old as the file it was copied from @loopback', async ({ app, folder }) => {
  const path = join(folder, 'old.log')
  writeFileSync(path, text)
  utimesSync(path, new Date('2022-03-04T12:00:00Z'), new Date('2022-03-04T12:00:00Z'))
  const drag = await app.page.context().newCDPSession(app.page)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await drag.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data })
  const file = app.page.getByRole('article').filter({ hasText: 'old.log' })
  await expect(file).toContainText('not after 2022-03-04, the day on which the file was last changed')
})

test('a zone that there is not is told beside its field, and holds the import up @loopback', async ({ app }) => {
  const { page } = app
  await page.getByRole('button', { name: 'Add files' }).click()
  await app.chooseFile('Add files', join(samples, 'rule-registry.json'))
  const file = page.getByRole('article').filter({ hasText: 'rule-registry.json' })
  await file.getByLabel('Zone of times without one').fill('Mars/Olympus')
  await file.getByLabel('Zone of times without one').blur()
  await expect(file.getByRole('alert')).toContainText('There is no time zone “Mars/Olympus”')
  await expect(page.getByRole('button', { name: 'Import 1 file' })).toBeDisabled()
  await file.getByLabel('Zone of times without one').fill('Europe/Berlin')
  await expect(page.getByRole('button', { name: 'Import 1 file' })).toBeEnabled()
})
