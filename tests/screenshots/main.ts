/**
 * `npm run screenshots`: a picture of every screen into docs/screenshots/, light and dark, at 1440 × 900 and 1024 × 700.
 * Made of the bundled samples on the real server; clock, user and paths are the same on every machine.
 * `npm run screenshots -- light 1440` makes some of them; `--out FOLDER` writes elsewhere.
 */
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright'
import { ensureBuilt, rendererBuild } from '../../electron/hosts/start/built.ts'
import { chromiumArguments, chromiumProgram, root, whyNot } from '../e2e/support/browsers.ts'
import { demoSamples, serve, vouch } from '../e2e/support/cli.ts'
import { Screen } from '../e2e/support/screen.ts'
import { smallPng } from './picture.ts'
import { allScenes } from './scenes.ts'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } })
const out = resolve(values.out ?? join(root, 'docs/screenshots'))
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
]

/** What the user's home is called in the pictures. */
const SHOWN_HOME = '/home/ann'

const reason = whyNot('loopback')
if (reason !== null) {
  console.error(`No pictures: ${reason}.`)
  process.exit(1)
}
if (!ensureBuilt(root, rendererBuild, (text) => console.error(text))) process.exit(1)
process.env.NODE_OPTIONS = `--import ${pathToFileURL(join(import.meta.dirname, 'sameForAll.mjs')).href}`

const browser = await chromium.launch({ executablePath: chromiumProgram() ?? undefined, args: [...chromiumArguments] })
try {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const size of sizes) {
      const isAskedFor = positionals.every((word) => [colorScheme, String(size.width)].includes(word))
      if (isAskedFor) await pictures(colorScheme, size)
    }
} finally {
  await browser.close()
}

async function pictures(
  colorScheme: 'light' | 'dark',
  viewport: { readonly width: number; readonly height: number },
): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'vouch-screenshots-'))
  const config = mkdtempSync(join(tmpdir(), 'vouch-screenshots-config-'))
  for (const name of ['cases', 'exports', 'reports']) mkdirSync(join(home, name))
  for (const path of demoSamples) cpSync(path, join(home, 'exports', basename(path)))
  const made = join(config, 'template.vouch')
  vouch(['import', ...demoSamples.map((path) => join(home, 'exports', basename(path))), '--case', made])
  const served = await serve({ home, config })
  try {
    const context = await browser.newContext({
      viewport,
      colorScheme,
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    await page.clock.setFixedTime('2026-06-09T08:30:00Z')
    await page.goto(served.address)
    const folder = join(out, `${colorScheme}-${viewport.width}`)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const template = join(config, 'copy.vouch')
    copyFileSync(made, template)
    const screen = new Screen(page, { casePath: '', folder: home, home, config })
    await allScenes({
      screen,
      home,
      template,
      async shoot(name) {
        await settled(page)
        await page.evaluate(namePaths, { from: home, to: SHOWN_HOME })
        const png = await page.screenshot({ animations: 'disabled', caret: 'hide' })
        writeFileSync(join(folder, `${name}.png`), smallPng(png))
      },
    })
    await context.close()
  } finally {
    await served.stop()
    for (const own of [home, config]) rmSync(own, { recursive: true, force: true })
  }
  console.log(join(out, `${colorScheme}-${viewport.width}`))
}

/** Until every part has its answer and nothing moves. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelectorAll('.stale, [aria-busy=true]:not(main)').length === 0 &&
      document.getAnimations().every((animation) => animation.playState !== 'running'),
  )
  // Two frames: the one that has the last answer may not have been drawn yet.
  await page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  )
}

/** In the page: the folder of this run is called otherwise, wherever it is shown; disks of this machine are not listed. */
function namePaths({ from, to }: { readonly from: string; readonly to: string }): void {
  for (const place of document.querySelectorAll<HTMLElement>('nav[aria-label=Places] button'))
    if (!['Home', '/'].includes(place.textContent ?? '')) place.style.display = 'none'
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode())
    if (node.nodeValue?.includes(from)) node.nodeValue = node.nodeValue.replaceAll(from, to)
  for (const field of document.querySelectorAll('input'))
    if (field.value.includes(from)) field.value = field.value.replaceAll(from, to)
}
