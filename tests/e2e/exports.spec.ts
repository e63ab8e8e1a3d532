/** Exports: what is downloaded is, byte for byte, what the command line writes for the same question. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vouch } from './support/app.ts'

/** What the command line is told for each format of the dialog. */
const formats = { CSV: 'csv', Excel: 'xlsx', NDJSON: 'ndjson', JSON: 'json', ZIP: 'zip' } as const

for (const [format, ending] of Object.entries(formats) as [keyof typeof formats, string][])
  test(`an export as ${format} holds the same bytes as the command line's @loopback`, async ({
    app,
    folder,
    casePath,
  }) => {
    await app.ask('outcome:(failure OR denied)')
    await app.expectCount('118')
    const link = await app.exportTo(join(folder, `page.${ending}`), format)
    const [download] = await Promise.all([app.page.waitForEvent('download'), link.click()])
    const downloaded = readFileSync(await download.path())
    const byCli = join(folder, `cli.${ending}`)
    const words = ['export', '--case', casePath, 'outcome:(failure OR denied)', '--format', ending]
    vouch([...words, '--sort', 'time:desc', '--out', byCli])
    expect(downloaded.equals(readFileSync(byCli)), 'the bytes are the same').toBe(true)
    expect(downloaded.length).toBeGreaterThan(10_000)
  })

test('an export is narrowed, takes the columns of a system, has a name, and stands in the list of exports @loopback', async ({
  app,
  folder,
  casePath,
}) => {
  const out = join(folder, 'rules.csv')
  await app.exportTo(
    out,
    'CSV',
    async (dialog) => {
      await dialog.getByText('Narrow this export').click()
      await dialog.getByRole('checkbox', { name: 'rules', exact: true }).check()
      await expect(dialog.locator('code')).toHaveText('category:"rules"')
      await dialog.getByRole('combobox', { name: 'Columns' }).selectOption('Rule registry (D4)')
      await dialog.getByText('Options of CSV').click()
      await dialog.getByRole('combobox', { name: 'Between cells' }).selectOption('semicolon')
      await dialog.getByRole('textbox', { name: 'Name' }).fill('Rules <for> ann')
    },
    'Rules <for> ann',
  )
  const byCli = join(folder, 'cli.csv')
  const words = ['export', '--case', casePath, 'category:"rules"', '--format', 'csv', '--preset', 'rule-registry']
  vouch([...words, '--delimiter', 'semicolon', '--sort', 'time:desc', '--out', byCli])
  expect(readFileSync(out, 'utf8')).toBe(readFileSync(byCli, 'utf8'))
  expect(readFileSync(out, 'utf8')).toMatch(/^occurredAt;actor;entityType;/)
  const past = app.page.getByRole('region', { name: 'Exports made of this case' })
  await expect(past.getByRole('row').filter({ hasText: 'Rules <for> ann' })).toContainText('rules.csv')
  // The command line's own is seen, too.
  await expect(past.getByRole('row').filter({ hasText: 'cli.csv' })).toBeVisible()
})

test('sessions are exported as a ZIP, as a job @loopback', async ({ app, folder, casePath }) => {
  await app.page.keyboard.press('Alt+2')
  await app.page.getByRole('button', { name: 'Export', exact: true }).last().click()
  const out = join(folder, 'sessions.zip')
  const dialog = app.page.getByRole('dialog', { name: 'Export sessions' })
  await dialog.getByRole('button', { name: 'Choose' }).click()
  await app.saveAs('File of the sessions', out)
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  const job = app.page.getByRole('article').filter({ hasText: 'Export sessions.zip' })
  await expect(job.getByText('done', { exact: true })).toBeVisible()
  const byCli = join(folder, 'cli.zip')
  vouch(['export', '--case', casePath, '--format', 'zip', '--sessions', '--out', byCli])
  expect(readFileSync(out).equals(readFileSync(byCli))).toBe(true)
})

test('sessions are exported redacted, and the export tells its custody entry; the command line has the same bytes @loopback', async ({
  app,
  folder,
  casePath,
}) => {
  test.slow()
  const { page } = app
  await app.goTo('Sessions')
  await page.getByRole('button', { name: 'Export', exact: true }).last().click()
  const dialog = page.getByRole('dialog', { name: 'Export sessions' })
  const [out, byCli] = [join(folder, 'sessions.zip'), join(folder, 'cli.zip')]
  await dialog.getByLabel('Redaction').selectOption('People and addresses')
  await dialog.getByRole('textbox', { name: 'File' }).fill(out)
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  const made = page.getByRole('article').filter({ hasText: 'sessions.zip' })
  await expect(made.getByText(/[1-9][0-9,]* values redacted in [1-9][0-9,]* events, people@1/)).toBeVisible()
  const [past] = JSON.parse(vouch(['exports', '--case', casePath, '--json'])).exports
  expect(past).toMatchObject({ what: 'sessions', format: 'zip' })
  await expect(made.getByText(`Custody entry ${past.seq}:${past.hash}`)).toBeVisible()
  vouch(['verify', casePath, '--custody', `${past.seq}:${past.hash}`])
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    made.getByRole('link', { name: 'Download' }).click(),
  ])
  const words = ['export', '--case', casePath, '--sessions', '--format', 'zip', '--redact', 'people', '--out', byCli]
  vouch(words)
  expect(readFileSync(await download.path()).equals(readFileSync(byCli)), 'the bytes are the same').toBe(true)
})
