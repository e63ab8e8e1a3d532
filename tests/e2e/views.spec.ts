/** Saved views: filter, columns, order and zone under a name; reopened, given on as a file, taken in from one. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/app.ts'

test('a view is saved, reopened, exported, removed and taken in again @loopback', async ({ app, folder }) => {
  await app.ask('action:fix.dispatched actorType:agent')
  await app.expectCount('38')
  await app.page.getByRole('button', { name: /^Time zone of all times/ }).click()
  await app.page.getByRole('textbox', { name: 'Find a zone' }).fill('Europe/Vienna')
  await app.page.getByRole('button', { name: 'Europe/Vienna' }).click()
  await app.grid.getByRole('columnheader', { name: 'Actor', exact: true }).click()

  const open = () => app.page.getByRole('button', { name: 'Saved views' }).click()
  const pane = app.page.getByRole('dialog', { name: 'Saved views' })
  await open()
  await pane.getByRole('textbox', { name: 'Name of the view' }).fill('Fixes by agents')
  await pane.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(pane.getByRole('listitem')).toContainText('Fixes by agents')
  const [download] = await Promise.all([
    app.page.waitForEvent('download'),
    pane.getByRole('button', { name: 'Save Fixes by agents as a file' }).click(),
  ])
  const file = join(folder, 'view.json')
  await download.saveAs(file)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    name: 'Fixes by agents',
    query: 'action:fix.dispatched actorType:agent',
    sort: { field: 'actor', descending: false },
    zone: 'Europe/Vienna',
  })
  await app.page.keyboard.press('Escape')

  await app.page.getByRole('button', { name: 'Clear all' }).click()
  await app.page.getByRole('button', { name: /^Time zone of all times/ }).click()
  await app.page.getByRole('button', { name: 'UTC', exact: true }).click()
  await open()
  await pane.getByRole('button', { name: /^Fixes by agents/ }).click()
  await app.expectCount('38')
  await expect(app.query).toHaveValue('action:fix.dispatched actorType:agent')
  await expect(app.grid.getByRole('columnheader', { name: /Time \(Europe\/Vienna\)/ })).toBeVisible()

  await open()
  await pane.getByRole('button', { name: 'Remove Fixes by agents' }).click()
  await expect(pane.getByText('No views in this case yet.')).toBeVisible()
  await pane.locator('input[type=file]').setInputFiles(file)
  await expect(pane.getByRole('listitem')).toContainText('Fixes by agents')
  // Taken in once more, it asks: the one that is there would be gone.
  await pane.locator('input[type=file]').setInputFiles(file)
  await expect(pane.getByRole('alert')).toContainText('“Fixes by agents” is there already')
})
