/** The rule registry (D): the scenarios its manual teaches (D6). The newest day of the sample stands for yesterday. */
import { expect, test } from './support/app.ts'

test('D6 what was published on a day, and what it changed', async ({ app }) => {
  await app.timeFromTo('2026-06-08', '2026-06-08')
  await app.include('Action', 'RulePublished')
  await app.expectCount('2')
  await app.openEvent('RulePublished', 'vat-eu')
  await expect(app.fact('Actor')).toContainText('API key: release-bot')
  const changes = await app.showPart('Changes')
  const rate = changes.getByRole('row').filter({ hasText: 'rate' })
  await expect(rate.getByRole('cell').nth(0)).toContainText('0.2')
  await expect(rate.getByRole('cell').nth(1)).toContainText('0.02')
  await expect(changes.getByRole('row').filter({ hasText: 'countries' })).toContainText('FR')

  // The next event shows the same part.
  await app.openEvent('RulePublished', 'fraud-score')
  await expect(changes.getByRole('row').filter({ hasText: 'threshold' })).toContainText('95')
})

test('D6 who published', async ({ app }) => {
  await app.ask('action:(RulePublished OR ProfilePublished)')
  await app.include('Actor', 'API key: release-bot')
  await app.expectCount('1')
  await expect(app.row('RulePublished')).toContainText('vat-eu')
})

test('D6 when a key was created and revoked', async ({ app }) => {
  await app.ask('resourceName:release-bot')
  await app.expectCount('2')
  await expect(app.row('ApiKeyRevoked')).toContainText('2026-06-08 14:02:31.000')
  await expect(app.row('ApiKeyCreated')).toContainText('2026-05-28 08:15:12.000')
  await expect(app.row('ApiKeyCreated')).toContainText('usr_02mir')
})

test('D6 which spec jobs ran on an engine', async ({ app }) => {
  await app.include('Category', 'spec-jobs')
  await app.include('Engine version', '4.2.0')
  await app.expectCount('4')
  for (const job of ['vat-eu-spec', 'fraud-score-spec', 'age-check-spec', 'shipping-zone-spec'])
    await expect(app.row(job)).toBeVisible()
})

test('D2 a time shows what the record says on hover, and every zone says its name', async ({ app }) => {
  await app.ask('resourceName:vat-eu-spec action:SpecJobEnqueued time>=2026-06-01')
  await app.expectCount('1')
  const time = app.cell(app.rows.first(), 'time')
  await expect(time).toHaveText('2026-06-08 15:00:00.000')
  await expect(time).toHaveAttribute('title', /2026-06-08 15:00:00\.000 UTC\s+As logged: 2026-06-08T15:00:00Z/)

  await app.page.getByRole('button', { name: /^Time zone of all times: UTC/ }).click()
  const zones = app.page.getByRole('dialog', { name: 'Time zone of all times' })
  await zones.getByRole('textbox', { name: 'Find a zone' }).fill('tokyo')
  await zones.getByRole('button', { name: 'Asia/Tokyo' }).click()
  await expect(time).toHaveText('2026-06-09 00:00:00.000')
  await expect(time).toHaveAttribute('title', /\+09:00\s+As logged: 2026-06-08T15:00:00Z/)
  await expect(app.grid.getByRole('columnheader', { name: /Time \(Asia\/Tokyo\)/ })).toBeVisible()
  await app.openEvent('SpecJobEnqueued')
  await expect(app.fact('Time')).toContainText('2026-06-09 00:00:00.000')
  await expect(app.fact('Time')).toContainText('as logged: 2026-06-08T15:00:00Z')
})
