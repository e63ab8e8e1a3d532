/** An evidence pack from the window to a stranger's tools, and back into the window. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TimeStampAuthority } from '../unit/electron/engine/evidence/pack/timeStampAuthority.ts'
import { expect, test, vouch } from './support/app.ts'

const has = (tool: string) => spawnSync('which', [tool]).status === 0

test('a signed pack is made on the screen of packs, and the command line and stock tools verify it @loopback', async ({
  app,
  folder,
  casePath,
}) => {
  const { page } = app
  await app.ask('outcome:(failure OR denied)')
  await app.expectCount('118')
  await page.getByRole('button', { name: 'Evidence pack' }).click()
  const form = page.getByRole('region', { name: 'Evidence pack', exact: true })
  await expect(form.getByText('118 events that answer')).toBeVisible()
  await form.getByRole('textbox', { name: 'Title' }).fill('Refused and failed')
  await form.getByRole('button', { name: 'Make a key' }).click()
  await form.getByLabel('Passphrase of the new key').fill('open sesame')
  await form.getByLabel('The same again').fill('open sesame')
  // Enter makes the key; it does not begin the pack.
  await form.getByLabel('The same again').press('Enter')
  const key = form.getByRole('radio', { name: /vouch_ed25519/ })
  await expect(key).toBeChecked()
  // The new key is under its passphrase: whoever signs with it must know that.
  await form.getByLabel('Passphrase', { exact: true }).fill('open sesame')
  await form.getByRole('button', { name: 'Unlock' }).click()
  await expect(form.getByLabel('Passphrase', { exact: true })).toBeHidden()
  await form.getByRole('checkbox', { name: /time-stamp/ }).check()
  const pack = join(folder, 'pack.zip')
  await form.getByRole('textbox', { name: 'File' }).fill(pack)
  await form.getByRole('button', { name: 'Make the pack' }).click()
  const made = page.getByRole('article').filter({ hasText: 'Evidence pack pack.zip' })
  await expect(made.getByText('done', { exact: true })).toBeVisible({ timeout: 30_000 })
  const [fingerprint] = /SHA256:\S{43}/.exec((await made.textContent()) ?? '') ?? ['none']

  const report = JSON.parse(vouch(['verify', pack, '--json']))
  expect(report).toMatchObject({
    findings: [],
    signature: { state: 'good', fingerprint },
    timeStamp: { state: 'requested' },
    says: { title: 'Refused and failed', events: 118, query: 'outcome:(failure OR denied)' },
    checked: { proofs: 118, records: 118 },
  })
  await expect(made.getByText(report.sha256)).toBeVisible()
  test.skip(!has('unzip') || !has('ssh-keygen'), 'unzip and ssh-keygen are not both installed')
  execFileSync('unzip', ['-q', pack, '-d', folder])
  const [name] = readdirSync(folder).filter((entry) => entry.startsWith('vouch-pack-'))
  const readme = readFileSync(join(folder, name, 'README.txt'), 'utf8')
  for (const command of ['sha256sum', 'ssh-keygen -Y verify']) {
    const line = readme.split('\n').find((text) => text.startsWith(`    ${command}`)) ?? 'false'
    expect(spawnSync('bash', ['-c', line.trim()], { cwd: join(folder, name) }).status, line).toBe(0)
  }
  expect(casePath).not.toBe('')
})

test('a pack is verified in the window, from a case and from the start; what was changed is named @loopback', async ({
  app,
  folder,
  casePath,
}) => {
  const { page } = app
  const [pack, changed] = [join(folder, 'pack.zip'), join(folder, 'changed.zip')]
  vouch(['pack', '--case', casePath, 'outcome:denied', '--out', pack])
  const bytes = readFileSync(pack)
  bytes[3_000] ^= 1
  writeFileSync(changed, bytes)
  await app.goTo('Packs')
  await page.getByRole('button', { name: 'Verify a pack' }).click()
  await app.chooseFile('Verify a pack …', pack)
  const whole = page.getByRole('article').filter({ hasText: 'Verify the pack pack.zip' })
  await expect(whole.getByText('The pack is whole: everything in it agrees.')).toBeVisible()
  await expect(whole.getByText('Not signed')).toBeVisible()
  await expect(whole.getByText('Not time-stamped')).toBeVisible()
  await page.getByRole('button', { name: 'Back to all cases' }).click()
  await page.getByRole('button', { name: 'Verify a pack' }).click()
  await app.chooseFile('Verify a pack …', changed)
  const broken = page.getByRole('article').filter({ hasText: 'changed.zip' })
  await expect(broken.getByText('pack/file-differs').first()).toBeVisible()
  await expect(broken.getByText(/^data\//).first()).toBeVisible()
  // One sentence is read out, however much there is; the findings are a list to go through.
  await expect(broken.getByRole('alert')).toHaveText(/^\d+ findings?$/)
  const listed = broken.getByRole('list', { name: 'Findings' }).getByRole('listitem')
  await expect(listed).toHaveCount(Number.parseInt((await broken.getByRole('alert').textContent()) ?? '', 10))
})

test('a time-stamp is put in on the screen of packs; a reply to another request is refused by name @loopback', async ({
  app,
  folder,
  casePath,
}) => {
  test.skip(!has('unzip') || !has('openssl'), 'unzip and openssl are not both installed')
  const { page } = app
  const [pack, other] = [join(folder, 'pack.zip'), join(folder, 'other.zip')]
  const make = ['pack', '--case', casePath, 'outcome:denied', '--timestamp-request', '--out']
  vouch([...make, pack])
  vouch([...make, other, '--title', 'Another'])
  const authority = new TimeStampAuthority(folder)
  const replyTo = (zip: string): string => {
    const into = `${zip}.d`
    execFileSync('unzip', ['-q', '-j', zip, '*/time-stamp.tsq', '-d', into])
    return authority.reply(join(into, 'time-stamp.tsq'))
  }
  const [reply, wrong] = [replyTo(pack), replyTo(other)]

  await app.goTo('Packs')
  await page.getByRole('button', { name: 'Attach a time-stamp …' }).click()
  await app.chooseFile('Pack that was to be time-stamped', pack)
  await app.chooseFile('Reply of the time-stamping authority', wrong)
  await app.saveAs('Place of the time-stamped copy', join(folder, 'refused.zip'))
  const refused = page.getByRole('article').filter({ hasText: 'pack/bad-reply' })
  await expect(refused.getByText('Time-stamp of pack.zip')).toBeVisible()
  await expect(refused.getByText('it is for something else')).toBeVisible()
  await expect(refused.getByText('of this very pack')).toBeVisible()
  expect(existsSync(join(folder, 'refused.zip'))).toBe(false)
  await refused.getByRole('button', { name: 'Dismiss' }).click()

  // From a pack that asks for its time-stamp only the reply is asked for.
  await page.getByRole('button', { name: 'Verify a pack' }).click()
  await app.chooseFile('Verify a pack …', pack)
  const found = page.getByRole('article').filter({ hasText: 'Verify the pack pack.zip' })
  await found.getByRole('button', { name: 'Attach its time-stamp …' }).click()
  await app.chooseFile('Reply of the time-stamping authority', reply)
  const [stamped, byCli] = [join(folder, 'pack-stamped.zip'), join(folder, 'cli.zip')]
  await app.saveAs('Place of the time-stamped copy', stamped)
  const made = page.getByRole('article').filter({ hasText: 'Time-stamp of pack.zip' })
  await expect(made.getByText('done', { exact: true })).toBeVisible()
  vouch(['attach', pack, '--tsr', reply, '--out', byCli])
  const { sha256, timeStamp, findings } = JSON.parse(vouch(['verify', byCli, '--json']))
  expect({ findings, state: timeStamp.state }).toEqual({ findings: [], state: 'fits' })
  await expect(made.getByText(timeStamp.at)).toBeVisible()
  await expect(made.getByText(sha256)).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    made.getByRole('link', { name: 'Download' }).click(),
  ])
  expect(readFileSync(await download.path()).equals(readFileSync(byCli)), 'the bytes are the same').toBe(true)
})
