/** Taking files in: what each would become before anything is written, rejects with their bytes, cancel, reload, drop. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, samples, test, vouch } from './support/app.ts'
import { type Screen, escaped } from './support/screen.ts'

test.use({ exhibits: [] })

const order = (number: number, action: string) =>
  `${JSON.stringify({ time: `2026-05-01T10:${String(number % 60).padStart(2, '0')}:00Z`, actor: 'ann@example.com', action, status: 'success' })}\n`

async function addFiles(app: Screen, ...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await app.page.getByRole('button', { name: 'Add files' }).click()
    await app.chooseFile('Add files', path)
  }
}

test('a profile is recognised, another one is tried on ten rows, and then it is imported @loopback', async ({
  app,
}) => {
  const path = join(samples, 'rule-registry.json')
  await addFiles(app, path)
  const file = app.page.getByRole('article').filter({ hasText: 'rule-registry.json' })
  const profile = file.getByRole('combobox', { name: 'Profile' })
  await expect(profile).toHaveValue('rule-registry')
  await file.getByRole('button', { name: new RegExp(escaped('rule-registry.json')) }).click()
  const preview = file.getByRole('table')
  await expect(preview.getByRole('row')).toHaveCount(11)
  await expect(preview.getByRole('columnheader', { name: 'engineVersion' })).toBeVisible()

  await profile.selectOption('generic-json')
  await expect(preview.getByRole('columnheader', { name: 'engineVersion' })).toHaveCount(0)
  await expect(preview.getByRole('row')).toHaveCount(11)
  await profile.selectOption('rule-registry')
  await expect(preview.getByRole('columnheader', { name: 'engineVersion' })).toBeVisible()
  // So far nothing was written.
  await expect(app.page.getByText('0 events', { exact: true })).toBeVisible()

  await app.page.getByRole('button', { name: 'Import 1 file' }).click()
  const job = app.page.getByRole('article').filter({ hasText: 'Import of 1 path' })
  await expect(job.getByText('done', { exact: true })).toBeVisible()
  await expect(job).toContainText('202 records = 202 events + 0 rejects')
  await expect(app.page.getByText('202 events', { exact: true })).toBeVisible()
  await app.goTo('Events')
  await expect(app.row('SpecJobEnqueued')).toBeVisible()
})

test('a file that two profiles claim tells both, with their reasons @loopback', async ({ app }, info) => {
  const path = info.outputPath('vault.ndjson')
  const record = {
    '@timestamp': '2026-05-01T10:00:00Z',
    ecs: { version: '8.11.0' },
    event: { action: 'vault-audit', category: ['database'] },
    time: '2026-05-01T10:00:00Z',
    type: 'request',
    auth: { display_name: 'token' },
    request: { id: 'r-1', operation: 'list', path: 'sys/policies/acl', remote_address: '192.0.2.1' },
  }
  writeFileSync(path, `${JSON.stringify(record)}\n${JSON.stringify({ ...record, type: 'response' })}\n`)
  await addFiles(app, path)
  const file = app.page.getByRole('article').filter({ hasText: 'vault.ndjson' })
  await expect(file.getByRole('combobox', { name: 'Profile' })).toHaveValue('hashicorp-vault-audit')
  await expect(file).toContainText('100 % of 2 sampled records have type, request.path')
  await expect(file).toContainText(
    'Also claimed by ecs-events: 100 % of 2 sampled records have ["@timestamp"], event.action',
  )
})

test('a file is left out; one that is in already says so @loopback', async ({ app, casePath }) => {
  vouch(['import', join(samples, 'rule-registry.json'), '--case', casePath])
  await addFiles(app, join(samples, 'rule-registry.json'), join(samples, 'edge-platform.ndjson'))
  await expect(app.page.getByText('In the case already as E001.')).toBeVisible()
  const file = app.page.getByRole('article').filter({ hasText: 'rule-registry.json' })
  await file.getByRole('checkbox', { name: 'Import' }).uncheck()
  await app.page.getByRole('button', { name: 'Import 1 file' }).click()
  await expect(app.page.getByText('444 events', { exact: true })).toBeVisible()
})

test('what could not be read is counted, and its bytes are shown @loopback', async ({ app, folder }) => {
  const path = join(folder, 'orders.ndjson')
  const broken = '{"time":"2026-05-01T10:05:00Z","actor":"ann@example.com"'
  const before = order(1, 'order.created') + order(2, 'order.paid')
  const start = before.length
  writeFileSync(path, `${before}${broken}\n${order(3, 'order.sent')}`)
  await addFiles(app, path)
  await app.page.getByRole('button', { name: 'Import 1 file' }).click()
  const job = app.page.getByRole('article').filter({ hasText: 'Import of 1 path' })
  await expect(job).toContainText('4 records = 3 events + 1 reject')
  await job.getByRole('button', { name: 'Show the bytes' }).click()
  await expect(app.page.getByRole('heading', { name: 'Exhibits' })).toBeVisible()
  await expect(app.page.getByText(broken).first()).toBeVisible()
  await expect(app.page.getByRole('heading', { name: `E001, bytes ${start}–${start + broken.length}` })).toBeVisible()
  const row = app.page.getByRole('row').filter({ hasText: 'orders.ndjson' })
  await expect(row).toContainText('E001')
})

test('a reload during an import keeps the job; it is cancelled, and the case is as it was @loopback', async ({
  app,
  folder,
}) => {
  const path = join(folder, 'many.ndjson')
  const block = Array.from({ length: 5000 }, (_, number) => order(number, `order.step${number}`)).join('')
  writeFileSync(path, block.repeat(120))
  await addFiles(app, path)
  await app.page.getByRole('button', { name: 'Import 1 file' }).click()
  const job = app.page.getByRole('article').filter({ hasText: 'Import of 1 path' })
  await expect(job.getByText('running', { exact: true })).toBeVisible()
  await app.page.reload()
  await app.goTo('Import')
  await expect(job.getByText('running', { exact: true })).toBeVisible()
  await expect(job.getByText(/[\d,]+ records · 0 rejects · [\d,]+\/s/)).toBeVisible()
  await job.getByRole('button', { name: 'Cancel' }).click()
  await expect(job.getByText('cancelled', { exact: true })).toBeVisible()
  await app.goTo('Exhibits')
  await expect(app.page.getByText('Nothing has been imported yet')).toBeVisible()
})

test('files that are dropped on the page are planned under their own names @loopback', async ({ app }) => {
  const path = join(samples, 'workspace-ledger.csv')
  const drag = await app.page.context().newCDPSession(app.page)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver'] as const)
    await drag.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data })
  await expect(app.page.getByText('Drop to import')).toBeVisible()
  await drag.send('Input.dispatchDragEvent', { type: 'drop', x: 400, y: 400, data })
  const file = app.page.getByRole('article').filter({ hasText: 'workspace-ledger.csv' })
  await expect(file.getByRole('combobox', { name: 'Profile' })).toHaveValue('workspace-ledger')
  await app.page.getByRole('button', { name: 'Import 1 file' }).click()
  await expect(app.page.getByText('250 events', { exact: true })).toBeVisible()
  await app.goTo('Exhibits')
  await expect(app.page.getByRole('row').filter({ hasText: 'E001' })).toContainText('workspace-ledger.csv')
})
