/** Events that came in before: left out with their count beside the question, and shown on request. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vouch } from './support/app.ts'

test.use({ exhibits: [] })

const line = (n: number): string =>
  JSON.stringify({ time: `2026-05-01T10:00:0${n}Z`, actor: 'ann@example.com', action: `act-${n}`, eventId: `e-${n}` })

test('duplicates are left out with their count, and come with one click @loopback', async ({
  app,
  casePath,
  folder,
}) => {
  const files = [
    [0, 1, 2, 3],
    [2, 3, 4],
  ].map((numbers, at) => {
    const path = join(folder, `${at}.ndjson`)
    writeFileSync(path, `${numbers.map(line).join('\n')}\n`)
    return path
  })
  vouch(['import', ...files, '--case', casePath])
  await app.goTo('Events')
  const { page } = app
  const toggle = page.getByRole('button', { name: '2 duplicates left out · Show' })
  await expect(toggle).toHaveAttribute('aria-pressed', 'false')
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '6')
  await toggle.press('Enter')
  await expect(page.getByRole('button', { name: 'with 2 duplicates · Hide' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '8')
})
