/**
 * `test` for the specs: the real server (or Electron) per worker, a fresh case per test, and a page that is signed in. A
 * test fails on anything the page complains of: an error in the console, an exception, a breach of its CSP.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Browser,
  test as base,
  chromium,
  expect,
  _electron as electron,
  type BrowserContextOptions,
  type Page,
} from 'playwright/test'
import { electronProgram } from '../../../electron/hosts/start/electronBinary.ts'
import { chromiumArguments, chromiumProgram, type HostOptions, root, whyNot } from './browsers.ts'
import { demoSamples, serve, type Served, vouch } from './cli.ts'
import { Screen } from './screen.ts'

export { expect } from 'playwright/test'
export { demoSamples, samples, vouch } from './cli.ts'
export type { Screen } from './screen.ts'

/** What a worker keeps from test to test. */
interface Worker {
  readonly served: Served | null
  readonly browser: Browser | null
  readonly home: string
  readonly config: string
  /** A case of these files, made once; each test takes a copy. */
  caseOf(files: readonly string[]): string
}

interface TestOptions {
  /** Files the test's case is made of; none: an empty case; null: the test begins on the start screen. */
  readonly exhibits: readonly string[] | null
  /** Complaints of the page that belong to what the test does. */
  readonly expectedComplaints: readonly RegExp[]
}

interface TestFixtures {
  /** A folder of this test alone. */
  readonly folder: string
  /** Path of the test's case; of the place where one could be, where it begins on the start screen. */
  readonly casePath: string
  /** The page, with the case open. */
  readonly app: Screen
}

export const test = base.extend<TestOptions & TestFixtures, HostOptions & { readonly worker: Worker }>({
  host: ['loopback', { option: true, scope: 'worker' }],
  exhibits: [demoSamples, { option: true }],
  expectedComplaints: [[], { option: true }],

  worker: [
    async ({ host }, use) => {
      if (whyNot(host) !== null) {
        await use({ served: null, browser: null, home: '', config: '', caseOf: () => '' })
        return
      }
      const own = mkdtempSync(join(tmpdir(), 'vouch-e2e-'))
      const [home, config, cases] = ['home', 'config', 'cases'].map((name) => join(own, name))
      for (const folder of [home, config, cases]) mkdirSync(folder)
      const made = new Map<string, string>()
      const caseOf = (files: readonly string[]): string => {
        const key = files.join('\n')
        let path = made.get(key)
        if (path === undefined) {
          path = join(cases, `${made.size}.vouch`)
          vouch(['import', ...files, '--case', path, '--json'], 3)
          made.set(key, path)
        }
        return path
      }
      const isLoopback = host === 'loopback'
      const served = isLoopback ? await serve({ home, config }) : null
      const browser = isLoopback
        ? await chromium.launch({ executablePath: chromiumProgram() ?? undefined, args: [...chromiumArguments] })
        : null
      await use({ served, browser, home, config, caseOf })
      await browser?.close()
      await served?.stop()
      rmSync(own, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'vouch-e2e-test-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },

  casePath: async ({ host, folder, exhibits, worker }, use, testInfo) => {
    const reason = whyNot(host)
    testInfo.skip(reason !== null, reason ?? '')
    const path = join(folder, 'inquiry.vouch')
    if (exhibits !== null && exhibits.length > 0) copyFileSync(worker.caseOf(exhibits), path)
    await use(path)
  },

  app: async (
    {
      host,
      casePath,
      folder,
      exhibits,
      expectedComplaints,
      worker,
      contextOptions,
      viewport,
      locale,
      timezoneId,
      colorScheme,
    },
    use,
    testInfo,
  ) => {
    for (const name of ['settings.json', 'recent.json']) rmSync(join(worker.config, name), { force: true })
    const look: BrowserContextOptions = { ...contextOptions, viewport, locale, timezoneId, colorScheme }
    const opened =
      host === 'loopback' ? await openBrowser(worker, look) : await openElectron(worker, casePath, exhibits)
    const { page } = opened
    const complaints = complaintsOf(page)
    const screen = new Screen(page, { casePath, folder, home: worker.home, config: worker.config })
    if (host === 'loopback' && worker.served !== null) {
      await page.goto(worker.served.address)
      await expect(page.getByRole('heading', { name: 'Vouch' })).toBeVisible()
    }
    if (exhibits !== null && host === 'loopback') {
      if (exhibits.length === 0) await screen.createCase(casePath)
      else await screen.openCase(casePath)
    }
    await use(screen)
    if (testInfo.status !== testInfo.expectedStatus)
      await testInfo.attach('screen', { body: await page.screenshot(), contentType: 'image/png' })
    await opened.close()
    const unexpected = complaints.filter((text) => !expectedComplaints.some((pattern) => pattern.test(text)))
    expect(unexpected, 'what the page complained of').toEqual([])
    expect(worker.served?.stderr() ?? '', 'what the server complained of').toBe('')
  },
})

interface Opened {
  readonly page: Page
  close(): Promise<void>
}

async function openBrowser({ browser }: Worker, look: BrowserContextOptions): Promise<Opened> {
  if (browser === null) throw new Error('There is no browser')
  const context = await browser.newContext(look)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  return { page: await context.newPage(), close: () => context.close() }
}

async function openElectron(
  { home, config }: Worker,
  casePath: string,
  exhibits: readonly string[] | null,
): Promise<Opened> {
  if (exhibits !== null && exhibits.length === 0) vouch(['import', '--case', casePath])
  const app = await electron.launch({
    executablePath: electronProgram(join(root, 'node_modules/electron')) ?? undefined,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      join(root, 'dist/electron/hosts/desktop/main.js'),
      ...(exhibits === null ? [] : [casePath]),
    ],
    env: { ...process.env, HOME: home, VOUCH_CONFIG: config } as { [name: string]: string },
  })
  return { page: await app.firstWindow(), close: () => app.close() }
}

/** Everything the page has complained of so far; grows. */
function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    const text = message.text()
    if (message.type() === 'error' || /content security policy/i.test(text)) complaints.push(text)
  })
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)))
  page.on('crash', () => complaints.push('The page crashed'))
  return complaints
}
