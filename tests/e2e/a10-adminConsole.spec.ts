/** The admin console (A): the tasks its manual teaches (A10), and its chips, changes and links. */
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

  // The id in the payload leads to everything about the key, in a tab of its own (A7).
  const payload = await app.showPart('Payload')
  const line = payload.getByRole('treeitem').filter({ hasText: 'triggered_by' })
  await line.hover()
  await line.getByRole('button', { name: 'Everything about key_7f3c0de5a1' }).click()
  await expect(app.row('key.created')).toContainText('jonas.brandt@example.com')
  await app.openEvent('key.created')
  await expect(app.detail.getByRole('heading', { name: 'key.created' })).toBeVisible()
  await app.showPart('Overview')
  await expect(app.fact('Time')).toContainText('2026-05-07 22:41:09.310 UTC')
})

test('A10 every key.created by a human in 30 days is exported as CSV @loopback', async ({ app, folder, casePath }) => {
  await app.countFromNewest()
  await app.chooseTime('Last 30 d')
  await app.include('Actor type', 'human')
  await app.include('Action', 'key.created')
  await app.expectCount('4')
  const link = await app.exportTo(join(folder, 'keys.csv'), 'CSV')
  const [download] = await Promise.all([app.page.waitForEvent('download'), link.click()])
  const text = readFileSync(await download.path(), 'utf8')
  expect(download.suggestedFilename()).toBe('keys.csv')

  // The command line writes the same bytes for the same question.
  const byCli = join(folder, 'cli.csv')
  const query = 'time>=2026-05-09T15:03:33Z action:key.created actorType:human'
  vouch(['export', '--case', casePath, query, '--format', 'csv', '--sort', 'time:desc', '--out', byCli])
  expect(text).toBe(readFileSync(byCli, 'utf8'))
  for (const key of ['key_97f18e16cb', 'key_3ab726591e', 'key_70842c91e1', 'key_76e0c1abce'])
    expect(text).toContain(key)
})

test('A10 when a project was deleted, and by whom', async ({ app }) => {
  await app.ask('project.deleted checkout-web')
  await app.expectCount('1')
  await app.openEvent('project.deleted')
  await expect(app.fact('Time')).toContainText('2026-05-12 16:20:00.000 UTC')
  await expect(app.fact('Actor')).toContainText('noor.said@example.com')
  await expect(app.fact('Resource name')).toContainText('checkout-web')
})

test('A5 a chip is edited, negated, switched off and removed; all are cleared', async ({ app, casePath }) => {
  const found = (query: string) => vouch(['query', '--case', casePath, query, '--count']).trim()
  await app.ask('action:fix.dispatched actorType:agent')
  await app.expectCount('38', '1,367')
  await expect(app.chips).toHaveCount(2)

  const chip = app.chip('fix.dispatched')
  await chip.getByRole('button', { name: /^Edit / }).click()
  const field = app.page.getByRole('textbox', { name: 'Filter' })
  await field.fill('action:fix.failed')
  await field.press('Enter')
  await expect(app.chip('fix.failed')).toBeVisible()
  const failures = found('action:fix.failed')
  const others = String(201 - Number(failures))
  await app.expectCount(failures)
  await expect(app.query).toHaveValue('action:fix.failed actorType:agent')

  const failed = app.chip('fix.failed')
  await failed.hover()
  await failed.getByRole('button', { name: 'Turn into its opposite' }).click()
  await app.expectCount(others)
  await expect(app.query).toHaveValue('-action:fix.failed actorType:agent')

  await failed.hover()
  await failed.getByRole('button', { name: 'Switch off, keep here' }).click()
  await app.expectCount('201')
  await expect(app.query).toHaveValue('actorType:agent')
  await failed.hover()
  await failed.getByRole('button', { name: 'Switch on' }).click()
  await app.expectCount(others)

  await failed.getByRole('button', { name: /^Remove: / }).click()
  await expect(app.chips).toHaveCount(1)
  await app.expectCount('201')
  await app.page.getByRole('button', { name: 'Clear all' }).click()
  await expect(app.chips).toHaveCount(0)
  await expect(app.page.getByText('All 1,367 events from 6 exhibits')).toBeVisible()
})

test('A6 an expanded row shows the state before and after, and the complete id', async ({ app }) => {
  await app.ask('action:key.revoked')
  await app.openEvent('key.revoked')
  await expect(app.fact('Resource id')).toHaveText(/^key_[0-9a-f]{10}/)
  const changes = await app.showPart('Changes')
  const active = changes.getByRole('row').filter({ hasText: 'active' })
  await expect(active.getByRole('cell').nth(0)).toContainText('true')
  await expect(active.getByRole('cell').nth(1)).toContainText('false')
})
