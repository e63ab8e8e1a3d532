/** The workspace ledger (B): the habits its manual teaches (B9), its families of actions (B2), roles side by side (B7). */
import { join } from 'node:path'
import { expect, samples, test, vouch } from './support/app.ts'

test.use({ exhibits: [join(samples, 'workspace-ledger.ndjson')] })

test('B9 a weekly look at the last seven days', async ({ app, casePath }) => {
  await app.countFromNewest()
  await app.chooseTime('Last 7 d')
  const expected = vouch(['query', '--case', casePath, 'time>=2026-04-26T13:35:19.941373Z', '--count']).trim()
  await app.expectCount(expected, '250')
  await expect(app.rows).toHaveCount(Number(expected))
  // Which families of actions a normal week has (B2).
  const categories = app.page.getByRole('group', { name: 'Categories' })
  await categories.getByRole('button', { name: /^pipelines/ }).click()
  await expect(categories.getByRole('button', { name: /^pipelines/ })).toHaveAttribute('aria-pressed', 'true')
  // Narrowing never drops the time.
  await expect(app.query).toHaveValue('time>=now-7d category:"pipelines"')
})

test('B9 what changed in the minutes before an incident', async ({ app }) => {
  await app.ask('action:PIPELINE_RUN_FAILED "image signature does not verify"')
  await app.expectCount('3')
  // The first of them, at 14:32.
  await app.pickFromRow(app.cell(app.row('14:32:00.000'), 'action'), 'Around this moment ± 15 min')
  await expect(app.page.getByRole('button', { name: 'Around this moment ± 15 min', exact: true })).toBeVisible()
  for (const action of [
    'MEMBERSHIP_ROLE_CHANGED',
    'API_TOKEN_RENAMED',
    'INTEGRATION_SCOPES_UPDATED',
    'PIPELINE_UPDATED',
  ])
    await expect(app.row(action)).toBeVisible()
  await expect(app.row('LOGIN_SUCCEEDED')).toContainText('14:21:00.000')
  await expect(app.chips).toHaveCount(1)
  await expect(app.chips.first()).toContainText('2026-04-21T14:17:00')

  await app.openEvent('PIPELINE_UPDATED')
  const changes = await app.showPart('Changes')
  const image = changes.getByRole('row').filter({ hasText: 'image' })
  await expect(image).toContainText('builder:13')
  await expect(image).toContainText('mirror.example.net/builder:13')
  // The question before is still there, in its tab.
  await app.page
    .getByRole('button', { name: 'All events', exact: true })
    .or(app.page.getByRole('button', { name: /^action:PIPELINE_RUN_FAILED/ }))
    .first()
    .click()
  await app.expectCount('3')
})

test('B9 a question of one line is answered with one figure', async ({ app, casePath }) => {
  for (const question of ['actor:alex@* action:API_TOKEN_*', 'actor:ci-bot', 'MEMBERSHIP_* -actor:system']) {
    await app.ask(question)
    const [word, ...rest] = question.split(' ')
    const found = vouch(['query', '--case', casePath, '--count', '--', [word, ...rest].join(' ')]).trim()
    await app.expectCount(found, '250')
  }
})

test('B7 the old role stands next to the new one', async ({ app }) => {
  await app.ask('action:MEMBERSHIP_ROLE_CHANGED time>=2026-04-21T14:00 time<2026-04-21T14:30')
  await app.expectCount('1')
  await app.openEvent('MEMBERSHIP_ROLE_CHANGED')
  const changes = await app.showPart('Changes')
  const role = changes.getByRole('row').filter({ hasText: 'role' }).last()
  await expect(role.getByRole('cell').nth(0)).toContainText('member')
  await expect(role.getByRole('cell').nth(1)).toContainText('admin')
})
