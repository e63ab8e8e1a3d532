/** The grid: columns remembered, a sorted order, no match, a mistake in the query. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/app.ts'

test('columns are chosen and moved, and are so again after a reload @loopback', async ({ app }) => {
  const { page } = app
  const header = (name: string) => app.grid.getByRole('columnheader', { name, exact: true })
  await expect(header('Source')).toBeVisible()
  await page.getByRole('button', { name: 'Columns' }).click()
  const pane = page.getByRole('dialog', { name: 'Columns' })
  await pane.getByRole('textbox', { name: 'Find a column' }).fill('source')
  await pane.getByRole('checkbox', { name: 'Source', exact: true }).uncheck()
  await pane.getByRole('textbox', { name: 'Find a column' }).fill('category')
  await pane.getByRole('checkbox', { name: 'Category', exact: true }).check()
  await page.keyboard.press('Escape')
  await expect(header('Source')).toHaveCount(0)
  await expect(header('Category')).toBeAttached()

  const order = async () =>
    await app.grid
      .getByRole('columnheader')
      .evaluateAll((headers) =>
        headers
          .toSorted((a, b) => Number(a.getAttribute('aria-colindex')) - Number(b.getAttribute('aria-colindex')))
          .map((element) => element.getAttribute('col-id')),
      )
  await expect.poll(order).toEqual(expect.arrayContaining(['outcome', 'actor']))
  const before = await order()
  expect(before.indexOf('outcome')).toBeGreaterThan(before.indexOf('actor'))
  await drag(header('Outcome'), header('Actor'))
  await expect.poll(async () => (await order()).indexOf('outcome') < (await order()).indexOf('actor')).toBe(true)
  const arranged = await order()
  // Kept a moment later: several changes in a row are written once.
  await expect.poll(keptColumns).toEqual(arranged.filter((id) => id !== '@marks'))
  await page.reload()
  await expect(app.rows.first()).toBeVisible()
  await expect.poll(order).toEqual(arranged)

  function keptColumns(): readonly string[] {
    const { values } = JSON.parse(readFileSync(join(app.places.config, 'settings.json'), 'utf8')) as {
      readonly values: { readonly [key: string]: { readonly columns?: readonly { readonly id: string }[] } }
    }
    const [key] = Object.keys(values).filter((name) => /^case\..*\.grid$/.test(name))
    return values[key]?.columns?.map((column) => column.id) ?? []
  }

  async function drag(from: import('playwright/test').Locator, to: import('playwright/test').Locator) {
    const [start, end] = [await from.boundingBox(), await to.boundingBox()]
    if (start === null || end === null) throw new Error('The headers are not on screen')
    await page.mouse.move(start.x + 20, start.y + start.height / 2)
    await page.mouse.down()
    for (const x of [start.x, end.x + 40, end.x + 12, end.x + 8])
      await page.mouse.move(x, end.y + end.height / 2, { steps: 6 })
    await page.mouse.up()
  }
})

test('a click on a heading orders the rows', async ({ app }) => {
  await app.ask('action:project.deleted')
  await app.expectCount('4')
  const times = () => app.grid.locator('[role=gridcell][col-id=time]').allInnerTexts()
  await expect.poll(async () => (await times())[0]).toContain('2026-05-12')
  await app.grid.getByRole('columnheader', { name: /^Time/ }).click()
  await expect.poll(async () => (await times())[0]).toContain('2026-03-28')
  const shown = await times()
  expect(shown).toEqual(shown.toSorted())
})

test('rows that take the places of others are the answer, by number, text and selection', async ({ app }) => {
  const drawn = () =>
    app.rows.evaluateAll((rows) =>
      rows
        .map((row) => ({
          at: Number(row.getAttribute('row-index')),
          id: row.getAttribute('row-id'),
          isSelected: row.getAttribute('aria-selected') === 'true' || row.classList.contains('ag-row-selected'),
          cells: [...row.querySelectorAll('[role=gridcell]')].map((cell) => [
            [...cell.classList].filter((name) => !name.includes('focus')).toSorted(),
            cell.textContent,
          ]),
        }))
        .toSorted((a, b) => a.at - b.at),
    )
  const selected = async () => (await drawn()).filter(({ isSelected }) => isSelected).map(({ id }) => id)
  await expect(app.rows.first()).toBeVisible()
  const denied = app.row('denied')
  const id = await denied.getAttribute('row-id')
  await app.cell(denied, 'outcome').click({ modifiers: ['Control'] })
  expect(await selected()).toEqual([id])
  const first = (await drawn())[0]

  await app.ask('outcome:success')
  await app.expectCount('[0-9,]+')
  await expect(app.row('denied')).toHaveCount(0)
  expect(await selected()).toEqual([])
  const taken = await drawn()
  expect(taken.length).toBeGreaterThan(10)

  await app.page.getByRole('button', { name: 'Clear all' }).click()
  await expect(app.row('denied')).toBeVisible()
  expect(await selected()).toEqual([id])
  expect((await drawn())[0]).toEqual(first)

  // Once more, drawn from nothing, as further down there are other pages.
  await app.page.evaluate(() => {
    const rows = document.querySelector('.ag-grid-viewport') as HTMLElement
    rows.scrollTop = rows.scrollHeight / 2
  })
  await expect(app.grid.locator('[role=row][row-index="0"]')).toHaveCount(0)
  await app.ask('outcome:success')
  await app.expectCount('[0-9,]+')
  await expect(app.row('denied')).toHaveCount(0)
  await expect.poll(async () => (await drawn()).length).toBe(taken.length)
  expect(await drawn()).toEqual(taken)
})

test('where nothing matches, each chip says how much there would be without it', async ({ app }) => {
  await app.ask('action:fix.dispatched actor:ci-*')
  await expect(app.page.getByText('No event matches')).toBeVisible()
  const way = app.page.getByRole('listitem').filter({ hasText: 'without' }).filter({ hasText: 'actor:ci-*' })
  await expect(way).toContainText('there would be 38')
  await way.getByRole('button', { name: 'Take it away' }).click()
  await app.expectCount('38')
  await expect(app.row('fix.dispatched')).toBeVisible()
})

test('a mistake in the query is marked at its place, and the last answer stays', async ({ app }) => {
  await app.ask('action:fix.dispatched')
  await app.expectCount('38')
  await app.ask('action:fix.dispatched acter:alex')
  await expect(app.query).toHaveAttribute('aria-invalid', 'true')
  await expect(app.page.getByRole('alert')).toContainText('acter')
  await expect(app.page.getByRole('alert')).toContainText('actor')
  await expect(app.row('fix.dispatched')).toBeVisible()
  await app.expectCount('38')
})

test('Provenance leads to the exhibit and the bytes of the record', async ({ app }) => {
  await app.ask('resourceName:release-bot action:ApiKeyRevoked')
  await app.openEvent('ApiKeyRevoked')
  const part = await app.showPart('Provenance')
  await expect(part).toContainText('rule-registry@1')
  await expect(part).toContainText('1,814–2,249')
  await expect(part).toContainText('b7db627373989d89')
  await part.getByRole('button', { name: 'Show in the exhibit' }).click()
  await expect(app.page.getByRole('heading', { name: 'E004, bytes 1,814–2,249' })).toBeVisible()
  await expect(app.page.getByText('"action": "ApiKeyRevoked"').first()).toBeVisible()
})

test('a case is verified, and against its source file @loopback', async ({ app }) => {
  const { page } = app
  await app.goTo('Exhibits')
  await page.getByRole('button', { name: 'Verify the case' }).click()
  await expect(page.getByText('Everything agrees')).toBeVisible()
  await expect(page.getByText('6 exhibits, 1,367 records, 1,367 events')).toBeVisible()

  await page.getByRole('button', { name: 'Verify against the source file' }).click()
  await app.chooseFile(
    'Verify against the source file',
    join(import.meta.dirname, '../../resources/samples/admin-console.json'),
  )
  await expect(page.getByText('1 source file compared')).toBeVisible()
  await expect(page.getByText('Everything agrees')).toHaveCount(2)
})

test('a column is kept at the left from its heading; order, row height and relative times are so again after a reload', async ({
  app,
}) => {
  const { page } = app
  const header = (name: string) => app.grid.getByRole('columnheader', { name, exact: true })
  const leftOf = async (name: string) => (await header(name).boundingBox())?.x ?? Number.NaN
  const choose = async (name: string, entry: string) => {
    await header(name).click({ button: 'right' })
    await page.getByRole('menuitem', { name: entry }).click()
  }
  await choose('Outcome', 'Keep at the left')
  await expect.poll(async () => (await leftOf('Outcome')) < (await leftOf('Actor'))).toBe(true)
  await choose('Actor', 'Sort ascending')
  await expect(header('Actor')).toHaveAttribute('aria-sort', 'ascending')
  await choose('IP address', 'Hide this column')
  await expect(header('IP address')).toHaveCount(0)
  const height = async () => (await app.rows.first().boundingBox())?.height
  await page.getByRole('button', { name: 'Look' }).click()
  await page.getByRole('menuitemradio', { name: 'Roomy rows' }).click()
  await expect.poll(height).toBe(34)
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Relative times' }).check()
  await page.keyboard.press('Escape')
  await expect(app.rows.first()).toContainText('ago')
  // Several changes in a row are written once, a moment later.
  await expect.poll(() => readFileSync(join(app.places.config, 'settings.json'), 'utf8')).toMatch(/"isRelative": true/)
  await page.reload()
  await expect(app.rows.first()).toContainText('ago')
  await expect(header('Actor')).toHaveAttribute('aria-sort', 'ascending')
  await expect(header('IP address')).toHaveCount(0)
  await expect.poll(height).toBe(34)
  await expect.poll(async () => (await leftOf('Outcome')) < (await leftOf('Actor'))).toBe(true)
})

test('rows are on view where the grid was scrolled to, whichever of its scrollers said so last @loopback', async ({
  app,
}) => {
  await expect(app.rows.first()).toBeVisible()
  await app.page.evaluate(async () => {
    const [bar, rows] = ['.ag-body-vertical-scroll-viewport', '.ag-grid-viewport'].map(
      (name) => document.querySelector(name) as HTMLElement,
    )
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    bar.scrollTop = 400
    await frame()
    await frame()
    // The wheel, before the grid has let go of the scroll bar.
    rows.scrollTop = 9_000
  })
  const rowsOnView = () =>
    app.page.evaluate(() => {
      const view = (document.querySelector('.ag-grid-viewport') as HTMLElement).getBoundingClientRect()
      return [...document.querySelectorAll('[role=row][row-id]')].filter((row) => {
        const { top, bottom } = row.getBoundingClientRect()
        return top > view.top + 40 && bottom < view.bottom
      }).length
    })
  await expect.poll(rowsOnView).toBeGreaterThan(5)
})

test('the focus goes with the keys into rows that are not here yet, and stays there once they are @loopback', async ({
  app,
}) => {
  const { page } = app
  await expect(app.rows.first()).toBeVisible()
  await app.cell(app.rows.first(), 'actor').click()
  await page.keyboard.press('Escape')
  const focused = () =>
    page.evaluate(() => {
      const row = document.activeElement?.closest('[role=row]')
      return {
        row: row?.getAttribute('row-index') ?? null,
        time: row?.querySelector('[col-id=time]')?.textContent ?? '',
      }
    })
  // The last row of 1,367, of a page that nobody asked for before.
  await page.keyboard.press('Control+End')
  await expect.poll(async () => (await focused()).time).not.toBe('')
  expect((await focused()).row).toBe('1366')
  await page.keyboard.press('ArrowUp')
  expect((await focused()).row).toBe('1365')
  await page.keyboard.press('Enter')
  await expect(app.detail).toBeVisible()
})

test('the event in question is in view after a new order, and after the case has changed', async ({ app }) => {
  const rowOf = (id: string | null) => app.grid.locator(`[role=row][row-id="${id}"]`)
  const newest = await app.rows.first().getAttribute('row-id')
  await rowOf(newest).locator('[col-id=time]').click()
  await app.grid.getByRole('columnheader', { name: /^Time/ }).click()
  // It is the last of 1,367 now.
  await expect(app.grid.getByRole('columnheader', { name: /^Time/ })).toHaveAttribute('aria-sort', 'ascending')
  await expect(rowOf(newest)).toBeInViewport()
  await expect(rowOf(newest)).toHaveAttribute('aria-rowindex', '1368')

  await app.page.evaluate(() => {
    const rows = document.querySelector('.ag-grid-viewport') as HTMLElement
    rows.scrollTop = rows.scrollHeight / 2
  })
  await expect(rowOf(newest)).toHaveCount(0)
  const place = async (id: string | null) => (await rowOf(id).boundingBox())?.y ?? Number.NaN
  const rowInView = () =>
    app.page.evaluate(() => {
      const view = (document.querySelector('.ag-grid-viewport') as HTMLElement).getBoundingClientRect()
      const rows = [...document.querySelectorAll('[role=row][row-id]')].map((row) => ({
        id: row.getAttribute('row-id'),
        y: row.getBoundingClientRect().y,
      }))
      return rows.find(({ y }) => y > view.y + 120 && y < view.y + 200)?.id ?? null
    })
  await expect.poll(rowInView).toMatch(/^\d+$/)
  const middle = await rowInView()
  await rowOf(middle).locator('[col-id=time]').click()
  const before = await place(middle)
  await app.page.keyboard.press('b')
  await expect(rowOf(middle).locator('[col-id="@marks"]')).toContainText('★')
  expect(Math.abs((await place(middle)) - before)).toBeLessThan(30)
})
