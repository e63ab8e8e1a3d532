/** The edge platform (E): assumed identities (E9), sessions live at an instant (E7, E8), new rows at the top (E5). */
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { expect, samples, test, vouch } from './support/app.ts'

test('E9 an assumed identity shows both people, and belongs to both', async ({ app }) => {
  await app.ask('onBehalfOf:* actor:tomas.vrba@example.com')
  await app.expectCount('1')
  await app.openEvent('update')
  await expect(app.detail.getByText('tomas.vrba@example.com acted as alex@example.com')).toBeVisible()
  await expect(app.fact('Actor')).toContainText('tomas.vrba@example.com')
  await expect(app.fact('On behalf of')).toContainText('alex@example.com')

  // Everything by Alex holds what others did as Alex.
  await app.ask('onBehalfOf:*')
  await app.expectCount('4')
  await app.ask('source:edge-platform actor:alex@example.com')
  await expect(app.cell(app.rows.first(), 'actor')).toHaveText('alex@example.com')
  await app.pickFromRow(app.cell(app.rows.first(), 'actor'), 'Everything by alex@example.com')
  await app.ask('(actor:alex@example.com OR onBehalfOf:alex@example.com) onBehalfOf:*')
  await app.expectCount('4')
})

test('E7 E8 the sessions that were live at an instant', async ({ app }) => {
  await app.goTo('Sessions')
  await expect(app.page.getByText(/^213 sessions · 213 recorded/)).toBeVisible()
  await app.page.getByRole('textbox', { name: 'Live at' }).fill('2026-05-14 15:10')
  await app.page.getByRole('textbox', { name: /^Find a person/ }).fill('leila')
  const rows = app.page.getByRole('table').getByRole('row').filter({ hasText: 'leila.admin@example.com' })
  const live = sessionsOf('leila', '2026-05-14T15:10:00Z')
  expect(live.length).toBeGreaterThan(1)
  await expect(rows).toHaveCount(live.length)
  await expect(app.page.getByText(`${live.length} sessions · ${live.length} recorded · 0 derived`)).toBeVisible()
  // One of them from an address nobody knows.
  await expect(rows.filter({ hasText: '203.0.113.77' })).toHaveCount(1)
  // Times as the export writes them, on hover.
  await expect(rows.first().getByTitle(/UTC\nAs logged: \S/)).not.toHaveCount(0)

  await app.page.getByRole('textbox', { name: 'Live at' }).fill('not a time')
  await expect(app.page.getByText('This is not a time')).toBeVisible()
})

test.describe('an import while the page is open', () => {
  test.use({ exhibits: [join(samples, 'edge-platform.ndjson')] })

  test('E5 adds its rows; the question and the event in view stay', async ({ app, casePath }) => {
    await app.ask('actor:alex@example.com')
    await app.expectCount(vouch(['query', '--case', casePath, 'actor:alex@example.com', '--count']).trim(), '242')
    const place = app.row('update')
    await app.openEvent('update')
    const heading = await app.detail.getByText(/· Event \d+/).innerText()
    await expect(place).toBeVisible()
    // Another process, as a colleague's or a script's would be.
    vouch(['import', join(samples, 'workspace-ledger.ndjson'), '--case', casePath])
    await expect(app.page.getByText('492 events', { exact: true })).toBeVisible()
    const found = vouch(['query', '--case', casePath, 'actor:alex@example.com', '--count']).trim()
    await app.expectCount(found, '492')
    await expect(app.query).toHaveValue('actor:alex@example.com')
    await expect(app.detail.getByText(heading)).toBeVisible()
  })
})

interface RecordedSession {
  readonly userEmail: string
  readonly createdAt: string
  readonly expiresAt: string
}

/** Sessions of the sample that had begun and not yet expired; times of one format compare as texts. */
function sessionsOf(person: string, at: string): readonly RecordedSession[] {
  const text = readFileSync(join(samples, 'edge-platform-sessions.json'), 'utf8')
  const { sessions } = JSON.parse(text) as { readonly sessions: readonly RecordedSession[] }
  return sessions.filter(
    ({ userEmail, createdAt, expiresAt }) => userEmail.includes(person) && createdAt <= at && at < expiresAt,
  )
}
