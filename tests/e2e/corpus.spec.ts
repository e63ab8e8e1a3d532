/** Real logs of real systems: imported by hand, one event found, and its bytes led back to the file. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/app.ts'

const corpus = process.env.VOUCH_CORPUS ?? ''

test.use({ exhibits: [] })

const files: readonly {
  readonly system: string
  readonly path: string
  readonly profile: string
  readonly events: string
  /** Finds some events; one of them is opened. */
  readonly query: string
  readonly action: string
}[] = [
  {
    system: 'CloudTrail',
    path: 'aws-cloudtrail/panther-aws_cloudtrail-AWS_CloudTrail.ndjson',
    profile: 'aws-cloudtrail',
    events: '437',
    query: 'action:ConsoleLogin',
    action: 'ConsoleLogin',
  },
  {
    system: 'Kubernetes',
    path: 'kubernetes/panther-kubernetes-Amazon_EKS_Audit.ndjson',
    profile: 'kubernetes-audit',
    events: '167',
    query: 'mutatingwebhookconfigurations',
    action: 'create',
  },
  {
    system: 'GitHub',
    path: 'github/elastic-github-audit/test-audit-json.log',
    profile: 'github-audit',
    events: '194',
    query: 'action:org.add_member',
    action: 'org.add_member',
  },
]

for (const { system, path, profile, events, query, action } of files)
  test(`a real ${system} log is imported, and an event leads back to its bytes @loopback`, async ({ app }) => {
    const file = join(corpus, path)
    test.skip(corpus === '' || !existsSync(file), 'the real logs are not on this machine (VOUCH_CORPUS)')
    await app.page.getByRole('button', { name: 'Add files' }).click()
    await app.chooseFile('Add files', file)
    await expect(app.page.getByRole('combobox', { name: 'Profile' })).toHaveValue(profile)
    await app.page.getByRole('button', { name: 'Import 1 file' }).click()
    // Two records of it had their time taken out by whoever published it; they are rejects, not lost.
    await expect(app.page.getByText(`${events} events`, { exact: true })).toBeVisible()
    await app.goTo('Events')
    await app.ask(query)
    await app.openEvent(action)
    const part = await app.showPart('Provenance')
    const [, from, to] = /Bytes\s*([\d,]+)–([\d,]+)/.exec(await part.innerText()) ?? []
    await part.getByRole('button', { name: 'Show in the exhibit' }).click()
    await expect(app.page.getByRole('heading', { name: `E001, bytes ${from}–${to}` })).toBeVisible()
    const [start, end] = [from, to].map((figure) => Number(figure.replaceAll(',', '')))
    const record = readFileSync(file).subarray(start, end).toString('utf8')
    // Secrets in it are masked, byte for byte.
    const shown = app.page.locator('pre').first()
    await expect(shown).toContainText(record.slice(0, 20))
    const text = (await shown.textContent()) ?? ''
    expect(text.length).toBe(record.length)
    expect([...record].filter((character, place) => text[place] !== character && text[place] !== '*')).toEqual([])
  })
