/** A10: the tasks that the manual of the admin console teaches. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vouch } from './support/app.ts'

test('A10 an unexpected fix.dispatched is traced to who triggered it', async ({ app }) => {
  await app.include('Action', 'fix.dispatched')
  await app.expectCount('38')
  // Who triggers fixes: people, a rule, and a key that does not belong there.
  await app.include('Triggered by', 'key_7f3c0de5a1')
  await app.expectCount('1')
  await app.openEvent('fix.dispatched')
  await expect(app.fact('Time')).toContainText('2026-05-10 02:14:07.882 UTC')
  await expect(app.fact('Triggered by')).toContainText('key_7f3c0de5a1')

  // The id in the payload leads to everything about the key, in a tab of its own.
  const payload = await app.showPart('Payload')
  const line = payload.getByRole('treeitem').filter({ hasText: 'triggered_by' })
  await line.hover()
  await line.getByRole('button', { name: 'Everything about key_7f3c0de5a1' }).click()
  const created = app.row('key.created')
  await expect(created).toContainText('jonas.brandt@example.com')
  await app.openEvent('key.created')
  await expect(app.fact('Time')).toContainText('2026-05-07 22:41:09.310 UTC')
  await expect(app.fact('IP address')).toBeVisible()
})

test('A10 every key.created by a human in 30 days is exported as CSV @loopback', async ({ app, folder, casePath }) => {
  await app.countFromNewest()
  await app.chooseTime('Last 30 d')
  await app.ask('time>=now-30d action:key.created actorType:human')
  await app.expectCount('4')

  const out = join(folder, 'keys.csv')
  const link = await app.exportTo(out, 'CSV')
  const [download] = await Promise.all([app.page.waitForEvent('download'), link.click()])
  const bytes = readFileSync(await download.path())
  expect(download.suggestedFilename()).toBe('keys.csv')

  // The command line writes the same bytes for the same question.
  const byCli = join(folder, 'cli.csv')
  const query = 'time>=2026-05-09T15:03:33Z action:key.created actorType:human'
  vouch(['export', '--case', casePath, query, '--format', 'csv', '--sort', 'time:desc', '--out', byCli])
  expect(bytes.toString('utf8')).toBe(readFileSync(byCli, 'utf8'))
  for (const key of ['key_97f18e16cb', 'key_3ab726591e', 'key_70842c91e1', 'key_76e0c1abce'])
    expect(bytes.toString('utf8')).toContain(key)
})

test('A10 when a project was deleted, and by whom', async ({ app }) => {
  await app.ask('project.deleted checkout-web')
  await app.expectCount('1')
  await app.openEvent('project.deleted')
  await expect(app.fact('Time')).toContainText('2026-05-12 16:20:00.000 UTC')
  await expect(app.fact('Actor')).toContainText('noor.said@example.com')
  await expect(app.fact('Resource name')).toContainText('checkout-web')
})
