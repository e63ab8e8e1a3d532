/** Live systems and refresh (E5): add a system, look at its first page, pull; what is new comes in without moving anything. */
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from './support/app.ts'
import type { Screen } from './support/screen.ts'

/** Each portion that comes in starts two threads. */
const patient = { timeout: 40_000 }

const entry = (n: number) => ({
  id: `evt-${n}`,
  time: new Date(Date.UTC(2026, 4, 1, 10) + n * 60_000).toISOString(),
  actor: `user${n % 5}@example.com`,
  action: n % 4 === 0 ? 'key.created' : 'login',
  status: n % 9 === 0 ? 'failure' : 'success',
})

/** A log of `count` entries behind an address of its own, newest first, paged by offset. */
async function logServer(count: number) {
  const entries = Array.from({ length: count }, (_, n) => entry(n))
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams
    const offset = Number(query.get('offset') ?? 0)
    const since = query.get('since')
    const matching = entries.filter(({ time }) => since === null || time >= since).toReversed()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ data: matching.slice(offset, offset + Number(query.get('limit') ?? 50)) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/audit`,
    add(more: number) {
      for (let n = 0; n < more; n++) entries.push(entry(entries.length))
    },
    close: () => server.close(),
  }
}

/** A system of the user's own that needs no secret: the host of the tests has none in its environment. */
function ownSource({ places }: Screen, url: string): void {
  const folder = join(places.config, 'sources')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'made.yaml'),
    `schema: 1
id: made
title: Made-up system
baseUrl: ${url}
auth: { kind: none }
paging: { kind: offset, offset: offset, limit: limit, size: 50 }
since: { parameter: since, form: iso-millis }
incremental: { by: time, overlap: 2m }
records: { path: data, id: id, time: time }
`,
  )
}

test.describe('a live system', () => {
  test.use({ exhibits: [] })
  test.afterEach(({ app }) => rmSync(join(app.places.config, 'sources'), { recursive: true, force: true }))

  test('is added, tried, and refused where its secret is missing; nothing is asked of anybody before @loopback', async ({
    app,
  }) => {
    await app.goTo('Import')
    await expect(app.page.getByText('No system has been added.')).toBeVisible()
    await app.page.getByRole('button', { name: 'Add a system' }).click()
    await app.page.getByRole('combobox', { name: 'System' }).selectOption('Any log behind an address')
    await app.page.getByRole('textbox', { name: /^Address of the log/ }).fill('http://127.0.0.1:9/audit')
    await app.page.getByRole('textbox', { name: 'Name' }).fill('Our own system')
    await expect(app.page.getByText(/VOUCH_SECRET_GENERIC_TOKEN/)).toBeVisible()
    await app.page.getByRole('button', { name: 'Test the connection' }).click()
    await expect(app.page.getByRole('alert').getByText('source/secret-missing')).toBeVisible()
    await app.page.getByRole('button', { name: 'Add', exact: true }).click()
    const row = app.page.getByRole('article').filter({ hasText: 'Our own system' })
    await expect(row).toContainText('Not pulled into this case yet')
    await expect(row).toContainText('VOUCH_SECRET_OUR_OWN_SYSTEM_TOKEN')
    await row.getByRole('button', { name: 'Remove' }).click()
    await expect(row).toHaveCount(0)
  })

  test('is pulled as a job; the next pull brings only what is new @loopback', async ({ app }) => {
    test.slow()
    const log = await logServer(120)
    try {
      ownSource(app, log.url)
      await app.goTo('Custody')
      await app.goTo('Import')
      const row = app.page.getByRole('article').filter({ hasText: 'Made-up system' })
      await row.getByRole('button', { name: 'Pull' }).click()
      const job = app.page.getByRole('article').filter({ hasText: 'Pull from made' })
      await expect(job).toContainText('120 new events + 0 known before + 0 rejects = 120 records', patient)
      await expect(app.page.getByText('120 events', { exact: true })).toBeVisible()
      await expect(row).toContainText('complete · 120 events, 0 came again')
      log.add(5)
      await row.getByRole('button', { name: 'Pull' }).click()
      await expect(app.page.getByText('125 events', { exact: true })).toBeVisible(patient)
      await app.goTo('Custody')
      await expect(app.page.getByText('pull.begin').first()).toBeVisible()
    } finally {
      log.close()
    }
  })
})

test.describe('refresh', () => {
  test.use({ exhibits: [] })

  const line = (n: number) => `${JSON.stringify(entry(n))}\n`

  test('E5 lines appended to a file come in at the top; further down they are counted and wait @loopback', async ({
    app,
    folder,
  }) => {
    test.slow()
    const path = join(folder, 'growing.ndjson')
    writeFileSync(path, Array.from({ length: 400 }, (_, n) => line(n)).join(''))
    await app.page.getByRole('button', { name: 'Add files' }).click()
    await app.chooseFile('Add files', path)
    await app.page.getByRole('button', { name: 'Import 1 file' }).click()
    await expect(app.page.getByText('400 events', { exact: true })).toBeVisible()
    await app.page.getByRole('button', { name: 'Refresh', exact: true }).click()
    await app.page.getByRole('button', { name: 'Follow files' }).click()
    await app.chooseFile('Follow files', path)
    await expect(app.page.getByRole('checkbox', { name: 'Add what is new every 30 seconds' })).toBeChecked()

    // At the top: new rows come in.
    await app.page.keyboard.press('Escape')
    await app.goTo('Events')
    await app.ask('action:login')
    await app.expectCount('300', '400')
    const refresh = async () => {
      await app.page.getByRole('button', { name: 'Refresh', exact: true }).click()
      await app.page.getByRole('button', { name: 'Refresh now' }).click()
      await expect(app.page.getByText(/ UTC: \d+ new events?$/)).toBeVisible(patient)
      await app.page.keyboard.press('Escape')
    }
    appendFileSync(path, line(401) + line(402))
    await refresh()
    await app.expectCount('302', '402')

    // Further down: they wait, and the place in the list stays.
    await app.openEvent('login')
    await app.page.keyboard.press('Escape')
    const time = app.cell(app.rows.nth(3), 'time')
    const atTop = await time.innerText()
    await app.grid.hover()
    await app.page.mouse.wheel(0, 3_000)
    // Scrolled, filled, and the same at two looks.
    let before = ''
    await expect
      .poll(async () => {
        const earlier = before
        before = await time.innerText()
        return before !== '' && before !== atTop && before === earlier
      })
      .toBe(true)
    appendFileSync(path, line(403) + line(405) + line(406))
    await refresh()
    const badge = app.page.getByRole('button', { name: '3 new events' })
    await expect(badge).toBeVisible()
    expect(await time.innerText()).toBe(before)
    await app.expectCount('302', '402')
    await expect(app.query).toHaveValue('action:login')
    await badge.click()
    await app.expectCount('305', '405')
    await expect(badge).toHaveCount(0)

    // A file that was replaced is said.
    writeFileSync(path, line(1))
    await app.page.getByRole('button', { name: 'Refresh', exact: true }).click()
    await app.page.getByRole('button', { name: 'Refresh now' }).click()
    await expect(app.page.getByText('follow/not-continued')).toBeVisible(patient)
  })
})
