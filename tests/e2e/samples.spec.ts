/** Populations and samples: frozen from a filter, drawn by a seed, marked by key, handed on as a workpaper. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Screen, test, vouch } from './support/app.ts'

/** Freezes what a query finds, and draws a sample of ten from it. */
async function frozenAndDrawn(app: Screen): Promise<void> {
  const { page } = app
  await app.ask('outcome:(failure OR denied)')
  await app.expectCount('118')
  await page.getByRole('button', { name: 'Freeze a population' }).click()
  const freezing = page.getByRole('dialog', { name: 'Freeze a population' })
  await expect(freezing.getByText('118 events that the filter of the open tab finds')).toBeVisible()
  await freezing.getByLabel('Name').fill('Failures <b>2026</b>')
  await freezing.getByLabel('Source system and report').fill('Console 4.2')
  await freezing.getByRole('button', { name: 'Freeze', exact: true }).click()
  await expect(page.getByText('Its items are those that were frozen')).toBeVisible()
  await page.getByRole('button', { name: 'Draw a sample' }).click()
  const drawing = page.getByRole('dialog', { name: 'Draw a sample' })
  await drawing.getByLabel('Name').fill('Walkthrough')
  await drawing.getByLabel('Size').fill('10')
  await drawing.getByLabel('Seed').fill('2026-Q2')
  await drawing.getByRole('button', { name: 'Draw', exact: true }).click()
  await expect(items(app).getByRole('row')).toHaveCount(11)
}

const items = (app: Screen) => app.page.getByRole('grid', { name: 'Items' })

interface Shown {
  readonly items: readonly {
    readonly event: number
    readonly mark: { readonly result: string; readonly note: string } | null
  }[]
}

function shown(casePath: string): Shown {
  return JSON.parse(vouch(['sample', 'show', 'Walkthrough', '--case', casePath, '--json'])) as Shown
}

test('a filter is frozen, a sample drawn and marked by key; the command line has the same', async ({
  app,
  casePath,
}) => {
  const { page } = app
  await frozenAndDrawn(app)
  // Nothing but keys from here on.
  for (const key of ['p', 'j', 'e', 'ArrowDown', 'n', 'j', 'p', 'o']) await page.keyboard.press(key)
  await expect(app.status.filter({ hasText: '3 of 10 tested' })).toBeVisible()
  const row = (number: number) => items(app).getByRole('row').nth(number)
  await expect(row(1)).toContainText('Pass')
  await expect(row(2)).toContainText('Exception')
  await expect(row(3)).toContainText('Not applicable')
  await expect(row(4)).toContainText('Open')
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  await page.keyboard.press('c')
  const note = page.getByRole('dialog', { name: 'Note on item 2' })
  await note.getByLabel('Note').fill('no ticket <i>here</i>')
  await page.keyboard.press('Control+Enter')
  await expect(row(2)).toContainText('no ticket <i>here</i>')
  await page.keyboard.press('Enter')
  await expect(app.detail).toBeVisible()
  await expect(row(2)).toHaveAttribute('aria-selected', 'true')
  const found = shown(casePath).items
  await expect(app.detail).toContainText(`Event ${found[1].event}`)
  await page.keyboard.press('j')
  await expect(app.detail).toContainText(`Event ${found[2].event}`)
  await page.keyboard.press('Escape')
  await expect(app.detail).toBeHidden()
  expect(found.slice(0, 4).map(({ mark }) => mark && [mark.result, mark.note])).toEqual([
    ['pass', ''],
    ['exception', 'no ticket <i>here</i>'],
    ['notApplicable', ''],
    null,
  ])
  vouch([
    'sample',
    'draw',
    'again',
    '--from',
    'Failures <b>2026</b>',
    '--size',
    '10',
    '--seed',
    '2026-Q2',
    '--case',
    casePath,
  ])
  const again = JSON.parse(vouch(['sample', 'show', 'again', '--case', casePath, '--json'])) as Shown
  expect(again.items.map(({ event }) => event)).toEqual(found.map(({ event }) => event))
  // What the command line drew is seen without a reload.
  await expect(page.getByRole('list', { name: 'Populations and samples' })).toContainText('again')
  await page.getByRole('button', { name: 'Show in the grid' }).click()
  await app.expectCount('10')
  await app.goTo('Custody')
  await expect(page.getByRole('table')).toContainText('sample.mark')
  await expect(page.getByText('The chain is whole')).toBeVisible()
  vouch(['verify', casePath])
})

for (const format of ['Excel', 'HTML'] as const)
  test(`the workpaper as ${format} is the one that the command line writes`, async ({ app, casePath, folder }) => {
    await frozenAndDrawn(app)
    await app.page.keyboard.press('p')
    await expect(app.status.filter({ hasText: '1 of 10 tested' })).toBeVisible()
    const ending = format === 'Excel' ? 'xlsx' : 'html'
    const out = join(folder, `paper.${ending}`)
    await app.page.getByRole('button', { name: 'Workpaper' }).click()
    const dialog = app.page.getByRole('dialog', { name: 'Workpaper' })
    await dialog.getByLabel(format).check()
    await dialog.getByLabel('File').fill(out)
    await dialog.getByRole('button', { name: 'Write', exact: true }).click()
    await expect(app.page.getByText('Workpaper written to')).toBeVisible()
    const bytes = readFileSync(out)
    await expect(app.page.getByText(createHash('sha256').update(bytes).digest('hex'))).toBeVisible()
    const byCli = join(folder, `cli.${ending}`)
    vouch(['sample', 'export', 'Walkthrough', '--case', casePath, '--out', byCli])
    expect(bytes.equals(readFileSync(byCli)), 'the bytes are the same').toBe(true)
  })

test('freezing goes on when the page is loaded again', async ({ app }) => {
  const { page } = app
  await app.goTo('Samples')
  await page.getByRole('button', { name: 'Freeze a population' }).click()
  const dialog = page.getByRole('dialog', { name: 'Freeze a population' })
  await dialog.getByLabel('Name').fill('Everything')
  await dialog.getByRole('button', { name: 'Freeze', exact: true }).click()
  await page.reload()
  await expect(page.getByRole('navigation', { name: 'Go to' })).toBeVisible()
  await app.goTo('Samples')
  await expect(page.getByText('Its items are those that were frozen')).toBeVisible()
  await app.goTo('Custody')
  await expect(page.getByRole('table').getByText('population.freeze')).toHaveCount(1)
})

test('nothing frozen yet says what to do; a filter that finds nothing cannot be frozen', async ({ app }) => {
  await app.goTo('Samples')
  await expect(app.page.getByText('No population yet')).toBeVisible()
  await app.goTo('Events')
  await app.ask('actor:nobody')
  await expect(app.page.getByText('No event matches')).toBeVisible()
  await app.goTo('Samples')
  await app.page.getByRole('button', { name: 'Freeze a population' }).click()
  const dialog = app.page.getByRole('dialog', { name: 'Freeze a population' })
  await dialog.getByLabel('Name').fill('None')
  await expect(dialog.getByText('there is nothing to freeze')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Freeze', exact: true })).toBeDisabled()
})

test('a name that is taken, and a size that cannot be, are told beside the form', async ({ app }) => {
  await frozenAndDrawn(app)
  await app.page.getByRole('list', { name: 'Populations and samples' }).getByRole('button').first().click()
  await app.page.getByRole('button', { name: 'Draw a sample' }).click()
  const dialog = app.page.getByRole('dialog', { name: 'Draw a sample' })
  await dialog.getByLabel('Name').fill('walkthrough')
  await dialog.getByRole('button', { name: 'Draw', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('sample/exists')
  await dialog.getByLabel('Name').fill('Other')
  await dialog.getByLabel('Size').fill('119')
  await dialog.getByRole('button', { name: 'Draw', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('sample/impossible')
})
