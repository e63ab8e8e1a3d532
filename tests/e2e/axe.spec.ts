/** WCAG 2.2 AA as far as a machine can tell: axe finds nothing serious on any screen, light and dark. */
import { AxeBuilder } from '@axe-core/playwright'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/app.ts'
import type { Screen } from './support/screen.ts'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** `within`: what is over a page that was looked at already; left out: all. */
async function expectNothingSerious(app: Screen, what: string, within?: string): Promise<void> {
  const builder = new AxeBuilder({ page: app.page }).withTags(tags)
  const { violations } = await (within === undefined ? builder : builder.include(within)).analyze()
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(
            (node) =>
              `${node.target.join(' ')} ${node.html.slice(0, 160)} ${node.any[0]?.message ?? node.all[0]?.message ?? ''}`,
          )
          .join('\n   ')}`,
    )
  expect.soft(serious, what).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('events, detail, dialogs and panes', async ({ app }) => {
      test.slow()
      await expect(app.rows.first()).toBeVisible()
      await expectNothingSerious(app, 'events')
      await app.ask('action:fix.dispatched acter:x')
      await expectNothingSerious(app, 'a mistake in the query')
      await app.ask('action:RulePublished actor:*')
      await app.openEvent('RulePublished', 'vat-eu')
      for (const part of ['Overview', 'Changes', 'Request', 'Payload', 'Raw', 'Provenance'] as const) {
        await app.showPart(part)
        await expectNothingSerious(app, `detail, ${part}`, 'section[aria-label=Event]')
      }
    })

    test('samples: none yet, a population, drawing, items, note, workpaper', async ({ app }) => {
      const { page } = app
      test.slow()
      await app.goTo('Samples')
      await expect(page.getByText('No population yet')).toBeVisible()
      await expectNothingSerious(app, 'no population')
      await page.getByRole('button', { name: 'Freeze a population' }).click()
      const freezing = page.getByRole('dialog', { name: 'Freeze a population' })
      await freezing.getByLabel('Name').fill('All')
      await expectNothingSerious(app, 'freezing', '[role=dialog]')
      await freezing.getByRole('button', { name: 'Freeze', exact: true }).click()
      await expect(page.getByText('Its items are those that were frozen')).toBeVisible()
      await expectNothingSerious(app, 'a population')
      await page.getByRole('button', { name: 'Draw a sample' }).click()
      const drawing = page.getByRole('dialog', { name: 'Draw a sample' })
      await drawing.getByLabel('Name').fill('S')
      await drawing.getByLabel('Stratified').check()
      await expectNothingSerious(app, 'drawing', '[role=dialog]')
      await drawing.getByRole('button', { name: 'Draw', exact: true }).click()
      await expect(page.getByRole('grid', { name: 'Items' }).getByRole('row')).toHaveCount(26)
      for (const key of ['p', 'j', 'e', 'j', 'n']) await page.keyboard.press(key)
      await expect(app.status.filter({ hasText: '3 of 25 tested' })).toBeVisible()
      await expectNothingSerious(app, 'items')
      await page.keyboard.press('c')
      await expectNothingSerious(app, 'a note', '[role=dialog]')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Workpaper' }).click()
      await expectNothingSerious(app, 'workpaper', '[role=dialog]')
    })

    test('palette, help, tag dialog, export, menus, no match', async ({ app }) => {
      const { page } = app
      test.slow()
      await expect(app.rows.first()).toBeVisible()
      await page.keyboard.press('Control+k')
      await expectNothingSerious(app, 'palette', '[role=dialog]')
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await expectNothingSerious(app, 'help', '[role=dialog]')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /^Tag all/ }).click()
      await expectNothingSerious(app, 'tag dialog', '[role=dialog]')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Export', exact: true }).click()
      await expectNothingSerious(app, 'export dialog', '[role=dialog]')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /^Time:/ }).click()
      await expectNothingSerious(app, 'time', '[role=dialog]')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Saved views' }).click()
      await expectNothingSerious(app, 'saved views', '[role=dialog]')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Columns' }).click()
      await expectNothingSerious(app, 'columns', '[role=dialog]')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /^Time zone of all times/ }).click()
      await expectNothingSerious(app, 'zone', '[role=dialog]')
      await page.keyboard.press('Escape')
      await app.cell(app.rows.first(), 'actor').click({ button: 'right' })
      await expectNothingSerious(app, 'menu of a row', '[role=menu]')
      await page.keyboard.press('Escape')
      await app.ask('action:fix.dispatched actor:ci-*')
      await expect(page.getByRole('button', { name: 'Take it away' }).first()).toBeVisible()
      await expectNothingSerious(app, 'no match')
    })

    test('sessions, exhibits, custody', async ({ app }) => {
      test.slow()
      await app.goTo('Sessions')
      await expect(app.page.getByRole('table')).toBeVisible()
      await expectNothingSerious(app, 'sessions')
      await app.goTo('Exhibits')
      await expectNothingSerious(app, 'exhibits')
      await app.goTo('Custody')
      await expect(app.page.getByRole('table')).toBeVisible()
      await expectNothingSerious(app, 'custody')
    })

    test.describe('without a case', () => {
      test.use({ exhibits: null })

      test('start screen, file list, import with a plan and rejects @loopback', async ({ app, folder, casePath }) => {
        test.slow()
        await expectNothingSerious(app, 'start')
        await app.page.getByRole('button', { name: 'Open case' }).click()
        await expectNothingSerious(app, 'file list', '[role=dialog]')
        await app.page.keyboard.press('Escape')
        await app.createCase(casePath)
        const path = join(folder, 'orders.ndjson')
        writeFileSync(
          path,
          '{"time":"2026-05-01T10:05:00Z","actor":"ann@example.com","action":"order.created"}\n{"broken\n',
        )
        await app.page.getByRole('button', { name: 'Add files' }).click()
        await app.chooseFile('Add files', path)
        await app.page.getByRole('button', { name: /orders\.ndjson/ }).click()
        await expectNothingSerious(app, 'import plan')
        await app.page.getByRole('button', { name: 'Import 1 file' }).click()
        await app.page.getByRole('button', { name: 'Show the bytes' }).click()
        await expectNothingSerious(app, 'rejects and bytes')
        await app.goTo('Import')
        await expectNothingSerious(app, 'a finished import')
      })
    })
  })
