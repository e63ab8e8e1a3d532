/** The HTML report in a real Chromium, opened as a file: nothing in it runs or is loaded, it can be read, and it prints. */
import { AxeBuilder } from '@axe-core/playwright'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright/test'
import { controls, markup, override, script, svgLink } from '../../resources/samples/generator/hostile.ts'
import { expect, test, vouch } from './support/app.ts'
import { chromiumArguments, chromiumProgram } from './support/browsers.ts'

const styleBreak = '</style><script>document.title="pwned"</script>"; } * { display: none } a { content: "'
const hostile = [markup, script, svgLink, override, controls, styleBreak, "' onmouseover='document.title=1"]

/** A case whose every field, key and payload value is hostile, and whose file is called so, too. */
function hostileCase(folder: string): string {
  const file = join(folder, "'&<b>bold.ndjson")
  const records = hostile.map((text, i) => ({
    timestamp: `2026-05-12T14:03:0${i}.000Z`,
    actor: text,
    action: text,
    resource: text,
    message: text,
    before: { role: text },
    after: { role: `${text}!` },
    [text]: { deep: [text] },
  }))
  writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  const casePath = join(folder, 'hostile.vouch')
  vouch(['import', file, '--case', casePath, '--json'], 3)
  return casePath
}

/** The report opened from its file; everything that the page complains of, or asks for besides itself. */
async function opened(browser: Browser, path: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const complaints: string[] = []
  const address = pathToFileURL(path).href
  page.on('console', (message) => complaints.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`))
  page.on('request', (request) => {
    if (request.url() !== address) complaints.push(`request: ${request.url()}`)
  })
  await page.goto(address)
  return { page, complaints }
}

test.describe('the HTML report @loopback', () => {
  let browser: Browser
  test.beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumProgram() ?? undefined, args: [...chromiumArguments] })
  })
  test.afterAll(() => browser.close())

  test('opens from a file, runs nothing and loads nothing, whatever the events hold', async ({ folder }) => {
    const out = join(folder, 'hostile.html')
    const casePath = hostileCase(folder)
    vouch(['export', '--case', casePath, '*', '--format', 'html', '--details', 'open', '--out', out])
    const { page, complaints } = await opened(browser, out)
    await page.waitForLoadState('networkidle')
    await expect(page).toHaveTitle(/^Audit events of hostile\.vouch/)
    expect(await page.locator('script, img, iframe, svg, object, embed, b, [onmouseover], [onerror]').count()).toBe(0)
    expect(await page.locator('tbody.event').count()).toBe(hostile.length)
    for (const text of [markup, script, svgLink, styleBreak])
      await expect(page.locator('tbody.event td').getByText(text, { exact: true }).first()).toBeVisible()
    const shown = await page.locator('body').innerText()
    expect(shown).toContain('invoice_⟨U+202E⟩fdp.exe')
    expect(shown).not.toContain('\u202e')
    expect(shown).toContain('bell␇ null␀ escape␛[31mred␛[0m')
    expect(shown).toContain('End of the report: 7 events.')
    expect(complaints).toEqual([])
    await page.close()
  })

  test('can be read with a keyboard and a screen reader, as far as axe can tell', async ({ folder, casePath }) => {
    const out = join(folder, 'axe.html')
    vouch([
      'export',
      '--case',
      casePath,
      'source:rule-registry',
      '--format',
      'html',
      '--redact',
      'people',
      '--out',
      out,
    ])
    const { page, complaints } = await opened(browser, out)
    await expect(page.getByRole('table', { name: /One event after the other/ })).toBeVisible()
    await expect(page.getByRole('columnheader', { name: 'Actor' })).toBeVisible()
    await page.keyboard.press('Tab')
    await expect(page.getByRole('link', { name: 'To the events' })).toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page.locator('details').first()).toHaveAttribute('open')
    expect(complaints).toEqual([])
    await page.close()
    // axe has to run in the page: the policy is left out for it, and only for it.
    const context = await browser.newContext({ bypassCSP: true })
    const judged = await context.newPage()
    await judged.goto(pathToFileURL(out).href)
    const { violations } = await new AxeBuilder({ page: judged }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([])
    await context.close()
  })

  test('prints: pages in landscape, each with case, query and number, the header of the table on each', async ({
    folder,
    casePath,
  }) => {
    const query = 'source:agent-governance outcome:(failure OR denied OR success)'
    const out = join(folder, 'print.html')
    vouch(['export', '--case', casePath, query, '--format', 'html', '--out', out])
    const { page } = await opened(browser, out)
    const pdf = join(folder, 'print.pdf')
    const bytes = await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true })
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-')
    await page.close()
    const { error, stdout } = spawnSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' })
    test.skip(error !== undefined, 'pdftotext (poppler-utils) is not installed: the pages were not read')
    const pages = stdout.split('\f').filter((text) => text.trim() !== '')
    expect(pages.length).toBeGreaterThan(3)
    const running = `${casePath.slice(casePath.lastIndexOf('/') + 1)} · source:agent-governance`
    for (const [i, text] of pages.entries()) {
      expect(text).toContain(running)
      expect(text).toContain(`${i + 1} / ${pages.length}`)
      if (i > 0 && i < pages.length - 1) expect(text).toMatch(/Event\s+Time\s+Actor\s+Action/)
    }
  })
})
