/** The start screen: new, open, demo, recent; and a case that may not be opened. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from './support/app.ts'

test.describe('on the start screen', () => {
  test.use({ exhibits: null })

  test('a new case is made where the file list says @loopback', async ({ app, folder }) => {
    await expect(app.page.getByText('Cases you open are listed here.')).toBeVisible()
    const path = join(folder, 'harbour.vouch')
    await app.createCase(path)
    expect(existsSync(path)).toBe(true)
    await expect(app.page.getByRole('heading', { name: 'harbour', level: 1 })).toBeVisible()
    await expect(app.page.getByText('Drop files or folders here, or choose them')).toBeVisible()
    await expect(app.page).toHaveTitle('harbour – Vouch')

    // Back to the list: it is there to be opened again, or to be taken off.
    await app.page.getByRole('button', { name: 'Back to all cases' }).click()
    const recent = app.page.getByRole('listitem').filter({ hasText: 'harbour' })
    await recent.getByRole('button', { name: /^harbour/ }).click()
    await expect(app.page.getByRole('heading', { name: 'harbour', level: 1 })).toBeVisible()
    await app.page.getByRole('button', { name: 'Back to all cases' }).click()
    await recent.getByRole('button', { name: 'Take harbour off this list' }).click()
    await expect(app.page.getByText('Cases you open are listed here.')).toBeVisible()
    expect(existsSync(path)).toBe(true)
  })

  test('the demo case is made on first use @loopback', async ({ app }) => {
    await app.page.getByRole('button', { name: 'Demo case' }).click()
    await expect(app.page.getByText('1,367 events', { exact: true })).toBeVisible({ timeout: 30_000 })
    await expect(app.rows.first()).toBeVisible()
    // A reload goes on with the case that was open.
    await app.page.reload()
    await expect(app.page.getByText('1,367 events', { exact: true })).toBeVisible()
    await app.page.getByRole('button', { name: 'Back to all cases' }).click()
    await expect(app.page.getByRole('listitem').filter({ hasText: 'demo' })).toContainText('1,367 events')
  })
})

test.describe('where replies come late', () => {
  test.use({ exhibits: null })

  test('the file list shows the folder that was asked for last, and keeps what is typed meanwhile @loopback', async ({
    app,
    folder,
  }) => {
    // The first list is held back until the second one is there.
    const release = Promise.withResolvers<void>()
    let held: string | undefined
    await app.page.routeWebSocket(/./, (page) => {
      const server = page.connectToServer()
      server.onMessage((message) => {
        const isFirstList = held === undefined && String(message).includes('"places"')
        if (!isFirstList) return page.send(message)
        held = String(message)
        void release.promise.then(() => page.send(message))
      })
    })
    await app.page.reload()
    await app.page.getByRole('button', { name: 'Open case' }).click()
    const dialog = app.page.getByRole('dialog')
    await expect.poll(() => held).toBeDefined()
    mkdirSync(join(folder, 'wanted'))
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder)
    await dialog.getByRole('button', { name: 'Go' }).click()
    await expect(dialog.getByRole('button', { name: /wanted/ })).toBeVisible()
    release.resolve()
    // Two frames later the page has drawn what it made of the late reply.
    await app.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    await expect(dialog.getByRole('textbox', { name: 'Folder' })).toHaveValue(folder)
    await expect(dialog.getByRole('button', { name: /wanted/ })).toBeVisible()
  })

  test('nothing is saved into a folder that is listed while another one is asked for @loopback', async ({
    app,
    folder,
    casePath,
  }) => {
    const release = Promise.withResolvers<void>()
    let isHeld = false
    await app.page.routeWebSocket(/./, (page) => {
      const server = page.connectToServer()
      server.onMessage((message) => {
        if (!String(message).includes(`"folder":${JSON.stringify(folder)}`)) return page.send(message)
        isHeld = true
        void release.promise.then(() => page.send(message))
      })
    })
    await app.page.reload()
    await app.page.getByRole('button', { name: 'New case' }).click()
    const dialog = app.page.getByRole('dialog')
    const save = dialog.getByRole('button', { name: 'Save here' })
    await dialog.getByLabel('File name').fill('inquiry.vouch')
    await expect(save).toBeEnabled()
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder)
    await expect(dialog.getByRole('status')).toHaveText('The list is of another folder than the one typed: press Go.')
    await expect(save).toBeDisabled()
    await dialog.getByRole('button', { name: 'Go', exact: true }).click()
    await expect.poll(() => isHeld).toBe(true)
    await expect(save).toBeDisabled()
    release.resolve()
    await save.click()
    await expect(app.page.getByRole('heading', { name: 'inquiry', level: 1 })).toBeVisible()
    expect(existsSync(casePath)).toBe(true)
  })
})

test.describe('a case that may not be opened is refused in words, and nothing of it is shown', () => {
  test.use({ exhibits: null })

  const faults: readonly { readonly what: string; readonly says: RegExp; damage(path: string): void }[] = [
    {
      what: 'made by a newer version',
      says: /newer/i,
      damage(path) {
        const file = new Database(path)
        file.pragma('user_version = 99999')
        file.close()
      },
    },
    {
      what: 'damaged: cut off',
      says: /damaged|malformed|broken|cannot be read/i,
      damage: (path) => truncateSync(path, 30_000),
    },
    {
      what: 'damaged: overwritten in its midst',
      says: /damaged|malformed|broken|cannot be read/i,
      damage(path) {
        const file = openSync(path, 'r+')
        writeSync(file, Buffer.alloc(60_000, 0xa5), 0, 60_000, 4096)
        closeSync(file)
      },
    },
    {
      what: 'no case at all',
      says: /not a (Vouch )?case/i,
      damage: (path) => writeFileSync(path, '{"not":"a case"}\n'.repeat(500)),
    },
  ]
  for (const { what, says, damage } of faults)
    test(`${what} @loopback`, async ({ app, worker, folder }) => {
      const path = join(folder, 'refused.vouch')
      copyFileSync(worker.caseOf(caseFiles), path)
      damage(path)
      await app.page.getByRole('button', { name: 'Open case' }).click()
      await app.chooseFile('Open case', path)
      await expect(refusal(app, says)).toBeVisible()
      await expectNothingShown(app)
    })

  test('held by another process @loopback', async ({ app, worker, folder }) => {
    const path = join(folder, 'refused.vouch')
    copyFileSync(worker.caseOf(caseFiles), path)
    const holder = new Database(path)
    holder.pragma('locking_mode = EXCLUSIVE')
    holder.exec('BEGIN EXCLUSIVE')
    try {
      await app.page.getByRole('button', { name: 'Open case' }).click()
      await app.chooseFile('Open case', path)
      await expect(refusal(app, /another process|locked|in use/i)).toBeVisible({ timeout: 30_000 })
      await expectNothingShown(app)
    } finally {
      holder.close()
    }
  })

  test('no permission to read it @loopback', async ({ app, worker, folder }) => {
    test.skip(process.getuid?.() === 0 || process.platform === 'win32', 'root may read everything')
    const path = join(folder, 'refused.vouch')
    copyFileSync(worker.caseOf(caseFiles), path)
    chmodSync(path, 0o000)
    await app.page.getByRole('button', { name: 'Open case' }).click()
    await app.chooseFile('Open case', path)
    await expect(refusal(app, /permission|not allowed|may not/i)).toBeVisible()
    await expectNothingShown(app)
  })
})

const caseFiles = [join(import.meta.dirname, '../../resources/samples/workspace-ledger.ndjson')]

/** Jobs of other tests of this server stand on the start screen, too. */
function refusal(app: { readonly page: import('playwright/test').Page }, says: RegExp) {
  return app.page.getByRole('alert').filter({ hasText: says }).first()
}

async function expectNothingShown(app: { readonly page: import('playwright/test').Page }): Promise<void> {
  await expect(app.page.getByRole('heading', { name: 'Vouch' })).toBeVisible()
  await expect(app.page.getByRole('navigation', { name: 'Go to' })).toHaveCount(0)
  await expect(app.page.getByRole('grid')).toHaveCount(0)
}
