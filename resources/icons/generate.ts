/**
 * Draws `icon.svg` in all sizes and packs them for Windows and macOS. Run by hand when the drawing changes:
 * `node resources/icons/generate.ts`. `VOUCH_CHROMIUM` names the browser that draws, else Playwright's own.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { type IconPicture, icnsFromPictures, icoFromPictures, icoSizes } from './containers.ts'

/** Sizes that are files of their own, as Linux wants them. */
const pngSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const

const here = import.meta.dirname
const svg = readFileSync(join(here, 'icon.svg'), 'utf8')
const browser = await chromium.launch({ executablePath: process.env.VOUCH_CHROMIUM, args: ['--no-sandbox'] })
try {
  const pictures: IconPicture[] = []
  mkdirSync(join(here, 'png'), { recursive: true })
  for (const size of pngSizes) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`)
    const png = await page.screenshot({ omitBackground: true })
    await page.close()
    writeFileSync(join(here, 'png', `${size}x${size}.png`), png)
    pictures.push({ size, png })
  }
  const forIco = icoSizes.flatMap((size) => pictures.filter((picture) => picture.size === size))
  writeFileSync(join(here, 'icon.ico'), icoFromPictures(forIco))
  writeFileSync(join(here, 'icon.icns'), icnsFromPictures(pictures))
} finally {
  await browser.close()
}
