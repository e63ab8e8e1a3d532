/** The figures: each takes a page that shows the case and gives what it measured. */
import type { Page } from 'playwright'
import type { Memory, MeasuredPage } from './browser.ts'

/** Longest wait for an answer before a measurement is broken off, in milliseconds. */
const PATIENCE_MS = 60_000

export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => window.vouchBench.isSettled(), undefined, { timeout: PATIENCE_MS })
}

/** Milliseconds to the first rows, from the start of the navigation. */
export async function firstRows(page: Page): Promise<number> {
  await page.waitForFunction(() => window.vouchBench.firstRows !== null, undefined, { timeout: PATIENCE_MS })
  return page.evaluate(() => window.vouchBench.firstRows ?? Number.NaN)
}

/** Clicks values of facets, each once to ask for it and once to take it back. Milliseconds until all is repainted. */
export async function filterClicks(page: Page, count: number): Promise<readonly number[]> {
  const times: number[] = []
  for (let done = 0; done < count; done++) {
    await settled(page)
    // The second of two clicks takes the value of the first away again.
    const isBack = done % 2 === 1
    const values = page.getByRole('region', { name: 'Facets' }).locator('li button[aria-pressed]')
    const target = isBack ? values.and(page.locator('[aria-pressed=true]')).first() : values.nth((done * 7) % 40)
    await target.scrollIntoViewIfNeeded()
    const repainted = page.evaluate(() => window.vouchBench.untilRepainted())
    await target.click()
    times.push(await repainted)
  }
  return times
}

/** Jumps about the middle of all rows. Milliseconds until they are painted. */
export async function jumps(page: Page, count: number): Promise<readonly number[]> {
  const times: number[] = []
  for (let done = 0; done < count; done++) {
    // Never the same place, so that no row is there already.
    const share = 0.5 + (((done * 0.618_034) % 1) - 0.5) * 0.8
    times.push(await page.evaluate((to) => window.vouchBench.jumpTo(to), share))
  }
  return times
}

/** A query of that many clauses, each of which most events answer. */
export function manyClauses(clauses: number): string {
  return Array.from({ length: clauses }, (_, place) => `-resourceName:name-${place}`).join(' ')
}

/** Asks a query and waits until all is repainted. */
export async function ask(page: Page, query: string): Promise<void> {
  const box = page.getByRole('combobox', { name: 'Query' })
  await box.fill(query)
  await box.press('Enter')
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)))
  await settled(page)
}

/** Types three clauses behind what is `there`; frames per second in every stretch of half a second. */
export async function typingFrames(page: Page, there = ''): Promise<readonly number[]> {
  const box = page.getByRole('combobox', { name: 'Query' })
  await box.click()
  await box.fill(there)
  await page.keyboard.press('End')
  const frames = await page.evaluateHandle(() => window.vouchBench.frames())
  for (const text of ['actor:user outcome:failure ', 'action:Create* -actor:ci-* ', 'time>=now-7d "access denied" '])
    await page.keyboard.type(text, { delay: 45 })
  const times = await frames.evaluate((running) => running.stop())
  // The list of completions, then what was typed.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  return perSecond(times)
}

const WINDOW_MS = 500

/** Frames per second of each whole stretch of half a second. `times`: of frames, in milliseconds, rising. */
export function perSecond(times: readonly number[]): readonly number[] {
  const rates: number[] = []
  const [start = 0] = times
  for (let from = start; from + WINDOW_MS <= (times.at(-1) ?? 0); from += WINDOW_MS)
    rates.push(times.filter((time) => time >= from && time < from + WINDOW_MS).length * (1000 / WINDOW_MS))
  return rates
}

export interface SoakSample extends Memory {
  readonly action: number
}

/** Filters, scrolls, sorts, opens and closes at random (always the same random); memory is sampled twenty times. */
export async function soak({ page, memory }: MeasuredPage, actions: number): Promise<readonly SoakSample[]> {
  const samples: SoakSample[] = []
  const every = Math.max(1, Math.floor(actions / 20))
  let state = 12_345
  const random = (below: number): number => {
    // Numerical Recipes' linear congruence; it only has to be the same each time.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
  for (let action = 0; action <= actions; action++) {
    if (action % every === 0) {
      await clearAll(page)
      await settled(page)
      samples.push({ action, ...(await memory()) })
    }
    await act(page, random)
  }
  return samples
}

async function act(page: Page, random: (below: number) => number): Promise<void> {
  await settled(page)
  switch (random(7)) {
    case 0:
    case 1:
      return page.getByRole('region', { name: 'Facets' }).locator('li button[aria-pressed]').nth(random(20)).click()
    case 2:
    case 3: {
      const share = random(1000) / 1000
      // Where few rows are left there is nothing to scroll.
      await page.evaluate((to) => window.vouchBench.jumpTo(to).catch(() => 0), share)
      return
    }
    case 4:
      return page
        .getByRole('columnheader')
        .nth(1 + random(5))
        .click()
    case 5: {
      const row = page.locator('[role=row][row-id] [col-id=time]').first()
      if ((await row.count()) > 0) await row.click()
      return
    }
    default:
      return clearAll(page)
  }
}

async function clearAll(page: Page): Promise<void> {
  const close = page.getByRole('button', { name: 'Close details' })
  if (await close.isVisible()) await close.click()
  const clear = page.getByRole('button', { name: 'Clear all' })
  if (await clear.isVisible()) await clear.click()
}

/** Bytes per 100 actions by least squares, over the later three quarters: caches fill at first. */
export function slopePer100(samples: readonly SoakSample[]): number {
  const later = samples.slice(Math.floor(samples.length / 4))
  const mean = (of: (sample: SoakSample) => number) => later.reduce((sum, one) => sum + of(one), 0) / later.length
  const [x, y] = [mean((one) => one.action), mean((one) => one.heapBytes)]
  const over = later.reduce((sum, one) => sum + (one.action - x) * (one.heapBytes - y), 0)
  const under = later.reduce((sum, one) => sum + (one.action - x) ** 2, 0)
  return under === 0 ? 0 : (over / under) * 100
}
