/** Queries longer than anybody types: they are marked, completed and asked like any other, and their chips are counted. */
import { expect, test } from './support/app.ts'

const clauses = (count: number) => Array.from({ length: count }, (_, place) => `-resourceName:name-${place}`)

test('behind four thousand characters fields are marked and values completed', async ({ app }) => {
  const { page } = app
  await app.query.fill(`${clauses(200).join(' ').slice(0, 4_000)} `)
  await app.query.press('End')
  await page.keyboard.type('outcome:fai')
  await page.getByRole('option', { name: /^failure/ }).click()
  await expect(app.query).toHaveValue(/ outcome:failure $/)
  const marks = page.locator('[data-query-field]').locator('xpath=preceding-sibling::div').locator('span > span')
  await expect(marks.filter({ hasText: /^outcome$/ })).toHaveCount(1)
  // What is far from view is one piece of text, not hundreds.
  expect(await marks.count()).toBeLessThan(250)
  expect((await marks.allTextContents()).join('')).toBe(await app.query.inputValue())
})

test('of two hundred filters the first and the newest are chips, and the rest is counted', async ({ app }) => {
  const { page } = app
  await app.ask([...clauses(200), 'outcome:failure'].join(' '))
  await app.expectCount('85')
  await expect(app.chips).toHaveCount(32)
  await expect(app.chips.last()).toContainText('outcome:failure')
  await expect(app.chips.last().getByRole('button', { name: /^Remove/ })).toBeInViewport({ ratio: 1 })
  await page.getByRole('button', { name: '+169 more' }).press('Enter')
  await expect(app.chips).toHaveCount(82)
  await expect(app.chip('name-24').getByRole('button', { name: /^Edit/ })).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(app.chip('name-25').getByRole('button', { name: /^Edit/ })).toBeFocused()
  await expect(page.getByRole('button', { name: '+118 more' })).toBeVisible()
})

test('a filter longer than the screen is wide leaves room for what there would be without it', async ({ app }) => {
  await app.ask(`message:"${'x'.repeat(3_000)}"`)
  await app.expectCount('0')
  const figure = app.grid.getByText('there would be 1,367')
  await expect(figure).toBeInViewport({ ratio: 1 })
  const [text, clause] = [await figure.boundingBox(), await app.grid.locator('code').first().boundingBox()]
  expect(text?.x).toBeGreaterThanOrEqual((clause?.x ?? 0) + (clause?.width ?? Number.NaN))
})

test('where two hundred filters find nothing, some are tried and the rest is counted', async ({ app }) => {
  await app.ask(['actor:nobody-at-all', ...clauses(200)].join(' '))
  await app.expectCount('0')
  await expect(app.page.getByText('181 more filters were not tried')).toBeVisible()
  const lift = app.page.getByRole('listitem').filter({ hasText: /without actor:nobody-at-all +there would be 1,367/ })
  await expect(app.page.getByRole('heading', { name: 'No event matches' })).toBeInViewport()
  await lift.getByRole('button', { name: 'Take it away' }).click()
  await app.expectCount('1,367')
})
