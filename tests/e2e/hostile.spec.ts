/** What attackers typed is shown as the text it is: markup, direction overrides, control characters, formulas. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { controls, formulas, markup, override, sqlLike } from '../../resources/samples/generator/hostile.ts'
import { expect, test, vouch } from './support/app.ts'

test('markup in a payload is text in every part of the event', async ({ app }) => {
  app.page.on('dialog', (dialog) => expect(dialog.message(), 'no script of a log runs').toBe(''))
  await app.ask('"alert document domain"')
  await app.openEvent('')
  for (const part of ['Overview', 'Changes', 'Request', 'Payload', 'Raw', 'Provenance'] as const)
    await app.showPart(part)
  const payload = await app.showPart('Payload')
  await expect(payload.getByText(markup).first()).toBeVisible()
  expect(await app.page.locator('img, script:not([src]), iframe, a[href^=javascript]').count()).toBe(0)
})

test('a direction override and control characters are made visible', async ({ app }) => {
  await app.ask('"fdp exe"')
  await expect(app.rows.first()).toBeVisible()
  await app.openEvent('')
  const payload = await app.showPart('Payload')
  await expect(payload.getByText('invoice_⟨U+202E⟩fdp.exe').first()).toBeVisible()
  expect(await app.page.locator('body').innerText()).not.toContain(override)

  await app.ask('action:PIPELINE_RUN_FAILED "image signature does not verify"')
  await app.openEvent('PIPELINE_RUN_FAILED')
  await app.showPart('Payload')
  await expect(payload.getByText('bell␇ null␀ escape␛[31mred␛[0m').first()).toBeVisible()
  const text = await app.page.locator('body').innerText()
  for (const character of controls.match(/[\u0000\u0007\u0008\u001b\u007f]/g) ?? [])
    expect(text).not.toContain(character)
  // Names of JavaScript's own machinery are data.
  await expect(payload.getByRole('treeitem').filter({ hasText: '__proto__' })).toBeVisible()
})

test('formulas are shown as they are and guarded in a CSV @loopback', async ({ app, folder, casePath }) => {
  const query = 'resourceName:"=cmd|\' /C calc\'!A0"'
  await app.ask(query)
  await app.expectCount(vouch(['query', '--case', casePath, query, '--count']).trim())
  await expect(app.cell(app.rows.first(), 'resourceName')).toHaveText(formulas[0])
  const link = await app.exportTo(join(folder, 'formulas.csv'), 'CSV')
  await expect(app.page.getByText(/cells guarded/)).toBeVisible()
  const [download] = await Promise.all([app.page.waitForEvent('download'), link.click()])
  const text = readFileSync(await download.path(), 'utf8')
  expect(text).toContain(`'${formulas[0]}`)
  expect(text).not.toMatch(/(^|,)"?=cmd/m)
})

test('a name that looks like SQL is a name', async ({ app }) => {
  await app.ask(`resourceName:"${sqlLike}"`)
  await app.expectCount('1', '1,367')
  await expect(app.cell(app.rows.first(), 'resourceName')).toHaveText(sqlLike)
})
