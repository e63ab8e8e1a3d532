/** Secrets: masked until somebody asks for them, and that stands in the custody log. */
import { expect, test } from './support/app.ts'

test('a secret is masked everywhere until it is revealed, and the reveal is entered in the custody log', async ({
  app,
}) => {
  await app.ask('action:key.created resourceId:key_7f3c0de5a1')
  await app.expectCount('1')
  await app.openEvent('key.created')
  await expect(app.detail.getByText(/secrets? (is|are) hidden/)).toBeVisible()
  const payload = await app.showPart('Payload')
  const line = payload.getByRole('treeitem').filter({ hasText: /^secret/ })
  await expect(line).toContainText('[REDACTED]')
  const raw = await app.showPart('Raw')
  await expect(raw).toContainText('[REDACTED]')
  await expect(app.page.locator('body')).not.toContainText('not-a-secret-')

  await app.detail.getByRole('button', { name: 'Show them' }).click()
  await expect(raw).toContainText('not-a-secret-')
  await app.showPart('Payload')
  await expect(line).toContainText('not-a-secret-')

  // Another event is masked again, and so is this one when it is looked at anew.
  await app.ask('action:key.created')
  await app.openEvent('key.created', '2026-05-17')
  await expect(app.page.locator('body')).not.toContainText('not-a-secret-')
  await app.goTo('Custody')
  const entry = app.page.getByRole('table').getByRole('row').filter({ hasText: 'reveal' })
  await expect(entry).toHaveCount(1)
  await expect(entry).toContainText('73')
})
