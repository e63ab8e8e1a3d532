/** Agent governance (C): a guardrail's change with its whole request (C4), result badges (C1), time ranges (C3). */
import { expect, test } from './support/app.ts'

test('C4 the change of a guardrail: method, path, and both bodies whole', async ({ app }) => {
  await app.ask('actor:jonas.brandt@example.com path:/agent/agt_invoice-reader/*')
  await app.expectCount('1')
  await app.openEvent('Updated guardrail for agent')
  await expect(app.fact('Outcome')).toContainText('success')
  const request = await app.showPart('Request')
  await expect(request).toContainText('PUT /agent/agt_invoice-reader/guardrails/gr_12')
  await expect(request).toContainText('200')
  const sent = request.getByRole('tree', { name: 'Request body' })
  await expect(sent.getByRole('treeitem').first()).toBeVisible()
  const answered = request.getByRole('tree', { name: 'Response body' })
  await expect(answered.getByRole('treeitem').first()).toBeVisible()
  // What the request would make of the guardrail is also told as a change.
  const changes = await app.showPart('Changes')
  await expect(changes.getByRole('row').nth(1)).toBeVisible()
})

test('C1 results stand as badges with a word, and one click shows the denied', async ({ app }) => {
  await app.include('Source', 'agent-governance')
  const cards = app.page.getByRole('group', { name: 'Summary of what is filtered' })
  await cards.getByRole('button', { name: /denied/ }).click()
  await expect(app.query).toHaveValue('source:"agent-governance" outcome:"denied"')
  await expect(app.cell(app.rows.first(), 'outcome')).toHaveText('denied')
  for (const text of await app.grid.locator('[role=gridcell][col-id=outcome]').allInnerTexts())
    expect(text).toBe('denied')
})
