/** The browser that is measured, its page, and the memory of its processes. */
import { readFileSync } from 'node:fs'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright'
import { chromiumArguments, chromiumProgram } from '../../tests/e2e/support/browsers.ts'
import { install } from './inPage.ts'

export interface Memory {
  /** JavaScript heap in use after a forced collection. */
  readonly heapBytes: number
  readonly nodes: number
  readonly listeners: number
  /** Resident memory of the renderer process; null where the system does not tell. */
  readonly rendererBytes: number | null
}

export interface MeasuredPage {
  readonly page: Page
  memory(): Promise<Memory>
  close(): Promise<void>
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumProgram() ?? undefined, args: [...chromiumArguments] })
}

/** Opens the app at `address` with the case, and waits for nothing. */
export async function openPage(browser: Browser, address: string, casePath: string): Promise<MeasuredPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: 'UTC' })
  const page = await context.newPage()
  await page.addInitScript(install, casePath)
  const inspector = await context.newCDPSession(page)
  await inspector.send('Performance.enable')
  const processes = await browser.newBrowserCDPSession()
  await page.goto(address, { waitUntil: 'commit' })
  return {
    page,
    async memory() {
      await inspector.send('HeapProfiler.collectGarbage')
      const { metrics } = await inspector.send('Performance.getMetrics')
      const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0
      return {
        heapBytes: value('JSHeapUsedSize'),
        nodes: value('Nodes'),
        listeners: value('JSEventListeners'),
        rendererBytes: await largestRenderer(processes),
      }
    },
    async close() {
      await processes.detach()
      await context.close()
    },
  }
}

/** Resident bytes of the renderer that has most: the page measured is the only one that is open. */
async function largestRenderer(processes: CDPSession): Promise<number | null> {
  const { processInfo } = await processes.send('SystemInfo.getProcessInfo')
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentBytes(id))
  const known = sizes.filter((size) => size !== null)
  return known.length === 0 ? null : Math.max(...known)
}

/** Resident memory of a process, shared pages left out (they are the browser's program). Null without /proc. */
export function residentBytes(pid: number): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const [, anonymous] = /^RssAnon:\s+(\d+) kB$/m.exec(status) ?? []
    return anonymous === undefined ? null : Number(anonymous) * 1024
  } catch (error) {
    // It has ended meanwhile, or there is no /proc here.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH')
      return null
    throw error
  }
}
