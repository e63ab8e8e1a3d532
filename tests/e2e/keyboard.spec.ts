/** Everything by keyboard: query, rows, detail, exclude, bookmark, tag, jump, help, palette; Esc steps back one level. */
import { expect, test } from './support/app.ts'

test('an event is found, opened, walked, marked and closed without the mouse', async ({ app }) => {
  const { page } = app
  await expect(app.rows.first()).toBeVisible()
  await page.keyboard.press('/')
  await expect(app.query).toBeFocused()
  await page.keyboard.type('action:RulePublished')
  await page.keyboard.press('Enter')
  await app.expectCount('30')
  await page.keyboard.press('Escape')

  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await expect(app.detail.getByRole('heading', { name: 'RulePublished' })).toBeVisible()
  await expect(app.fact('Resource name')).toContainText('fraud-score')
  // With the detail open, walking the rows shows each.
  await page.keyboard.press('j')
  await expect(app.fact('Resource name')).toContainText('vat-eu')
  await page.keyboard.press('k')
  await expect(app.fact('Resource name')).toContainText('fraud-score')
  await page.keyboard.press('.')
  await expect(app.detail.getByRole('tab', { name: 'Changes' })).toHaveAttribute('aria-selected', 'true')

  await page.keyboard.press('b')
  await expect(app.cell(app.rows.first(), '@marks')).toHaveText('★')
  await page.keyboard.press('t')
  const dialog = page.getByRole('dialog', { name: 'Tag events (1)' })
  await expect(dialog.getByLabel('Tag', { exact: true })).toBeFocused()
  await page.keyboard.type('checked')
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 event tagged checked')).toBeVisible()

  await page.keyboard.press('Shift+Enter')
  await expect(app.grid).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(app.grid).toBeVisible()
  await expect(app.detail).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(app.detail).toBeHidden()
})

test('x leaves out the value of the cell, i asks for it', async ({ app }) => {
  const { page } = app
  await app.ask('action:RulePublished')
  await app.expectCount('30')
  const actor = app.cell(app.row('vat-eu', 'release-bot'), 'actor')
  await actor.click()
  await page.keyboard.press('x')
  await expect(app.chip('API key: release-bot')).toBeVisible()
  await app.expectCount('29')
  await expect(app.query).toHaveValue('action:RulePublished -actor:"API key: release-bot"')
})

test('? lists the keys, Ctrl-K finds a command, Esc closes each', async ({ app }) => {
  const { page } = app
  await expect(app.rows.first()).toBeVisible()
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard and help' })
  await expect(help).toContainText('Go to the query')
  await expect(help).toContainText('Jump to time')
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()

  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Commands' })
  await expect(palette).toBeVisible()
  await page.keyboard.type('custody')
  await page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
  await expect(page.getByText('The chain is whole')).toBeVisible()
  await page.keyboard.press('Alt+1')
  await expect(app.grid).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(palette).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(palette).toBeHidden()
})

test('the focus is never lost: not when the last chip goes, nor when a tab is closed', async ({ app }) => {
  const { page } = app
  await app.ask('outcome:failure actor:alex*')
  await app.chip('actor:alex*').getByRole('button', { name: /^Edit/ }).focus()
  await page.keyboard.press('Delete')
  await expect(app.chip('outcome:failure').getByRole('button', { name: /^Edit/ })).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(app.query).toBeFocused()
  await app.ask('outcome:failure')
  await page.getByRole('button', { name: 'Clear all' }).press('Enter')
  await expect(app.query).toBeFocused()

  await app.pickFromRow(app.cell(app.rows.first(), 'actor'), /^Everything by/)
  await expect(page.getByRole('button', { name: /^Close tab/ })).toHaveCount(2)
  // A click with the other button is not a wish to close it.
  await page.getByRole('button', { name: /^Everything by/ }).click({ button: 'right' })
  await expect(page.getByRole('button', { name: /^Close tab/ })).toHaveCount(2)
  await page.getByRole('button', { name: /^Close tab: Everything by/ }).press('Enter')
  await expect(page.getByRole('button', { name: /^Close tab/ })).toHaveCount(0)
  await expect(app.grid).toBeFocused()

  // Back from the detail, the rows are walked on.
  await app.openEvent(/./)
  const [first, second] = [app.rows.nth(0), app.rows.nth(1)]
  await app.detail.getByRole('tab', { name: 'Overview' }).click()
  await page.keyboard.press('Escape')
  await expect(app.detail).toBeHidden()
  await expect(app.grid).toBeFocused()
  await app.openEvent(/./)
  await page.getByRole('button', { name: 'Close details' }).press('Enter')
  await expect(app.grid).toBeFocused()
  await page.keyboard.press('j')
  await expect(first.or(second).locator(':focus')).toHaveCount(1)
})

test('a zone is found by typing', async ({ app }) => {
  const { page } = app
  await page.keyboard.press('Control+k')
  await page.keyboard.type('zone')
  await page.keyboard.press('Enter')
  const pane = page.getByRole('dialog', { name: 'Time zone of all times' })
  const search = pane.getByRole('textbox', { name: 'Find a zone' })
  await search.fill('nowhere')
  await expect(pane.getByText('There is no such zone')).toBeVisible()
  await search.press('Enter')
  await expect(pane).toBeVisible()
  await search.fill('tokyo')
  await search.press('Enter')
  await expect(pane).toBeHidden()
  await expect(page.getByRole('columnheader', { name: 'Time (Asia/Tokyo)' })).toBeVisible()
})

test('g jumps to a time', async ({ app }) => {
  const { page } = app
  await expect(app.rows.first()).toBeVisible()
  await page.keyboard.press('g')
  const field = page.getByRole('textbox', { name: 'Jump to time' })
  await expect(field).toBeFocused()
  await page.keyboard.type('not a time')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('This is not a time')
  await field.fill('2026-05-10 02:14:07.882')
  await page.keyboard.press('Enter')
  await expect(field).toBeHidden()
  await expect(app.row('2026-05-10 02:14:07.882')).toBeInViewport()
})
