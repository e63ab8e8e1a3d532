/** A small window, and the dark look. */
import { expect, test } from './support/app.ts'

test.describe('at 1024 × 700', () => {
  test.use({ viewport: { width: 1024, height: 700 } })

  test('the facets fold behind a button and the detail lies over the grid', async ({ app }) => {
    const { page } = app
    await expect(app.rows.first()).toBeVisible()
    await expect(app.facets).toBeHidden()
    const width = async () => (await app.grid.boundingBox())?.width ?? 0
    const whole = await width()
    expect(whole).toBeGreaterThan(1000)
    await page.getByRole('button', { name: 'Facets' }).click()
    await expect(app.facets).toBeVisible()
    expect(await width()).toBe(whole)
    await page.getByRole('button', { name: 'Facets' }).click()
    await expect(app.facets).toBeHidden()

    await app.openEvent('SpecJobEnqueued')
    expect(await width()).toBe(whole)
    const detail = await app.detail.boundingBox()
    expect((detail?.x ?? 0) + (detail?.width ?? 0)).toBeGreaterThan(1000)
    expect(detail?.width).toBeLessThan(900)
    await page.keyboard.press('Escape')
    await expect(app.detail).toBeHidden()
  })

  test('A3 all figures stay in their line: total, failures, warnings, denied, actors and the span', async ({ app }) => {
    for (const figure of ['total', 'failures', 'warnings', 'denied', 'actors'])
      await expect(app.page.getByText(new RegExp(`^[\\d,]+\\s*${figure}$`))).toBeInViewport({ ratio: 1 })
    await expect(app.page.getByText('2026-02-02 – 2026-06-08', { exact: true })).toBeInViewport({ ratio: 1 })
    await expect(app.page.getByRole('group', { name: 'Categories' }).getByRole('button').first()).toBeInViewport()
  })

  test('nothing runs out of the window', async ({ app }) => {
    for (const screen of ['Events', 'Sessions', 'Exhibits', 'Custody', 'Import'] as const) {
      await app.goTo(screen)
      const over = await app.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(over, `${screen} is as wide as the window`).toBe(0)
    }
  })
})

test('the dark look follows the system, and the light one can be chosen', async ({ app }) => {
  const { page } = app
  const lightness = () =>
    page.evaluate(() => {
      const canvas = document.createElement('canvas').getContext('2d')
      if (canvas === null) return -1
      canvas.fillStyle = getComputedStyle(document.body).backgroundColor
      canvas.fillRect(0, 0, 1, 1)
      return canvas.getImageData(0, 0, 1, 1).data[0]
    })
  await expect.poll(lightness).toBeGreaterThan(200)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(lightness).toBeLessThan(70)
  await page.getByRole('button', { name: 'Look' }).click()
  await page.getByRole('menuitemradio', { name: 'Light' }).click()
  await expect.poll(lightness).toBeGreaterThan(200)
})
