/** The icon files are what their systems expect, and all of one drawing. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  icnsFromPictures,
  icnsTypes,
  icoFromPictures,
  icoSizes,
  picturesOfIcns,
  picturesOfIco,
  sizeOfPng,
} from '../../../../resources/icons/containers.ts'

const folder = join(import.meta.dirname, '../../../../resources/icons')
const png = (size: number): Buffer => readFileSync(join(folder, 'png', `${size}x${size}.png`))

describe('icons', () => {
  test('are there as PNG from 16 to 1024, each of the size its name says', () => {
    const names = readdirSync(join(folder, 'png'))
    const sizes = names.map((name) => Number(name.split('x')[0])).sort((a, b) => a - b)
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256, 512, 1024])
    for (const size of sizes) expect(sizeOfPng(png(size))).toEqual({ width: size, height: size })
  })

  test('of Windows hold the same pictures', () => {
    const pictures = picturesOfIco(readFileSync(join(folder, 'icon.ico')))
    expect(pictures.map(({ size }) => size)).toEqual([...icoSizes])
    for (const picture of pictures) expect(picture.png.equals(png(picture.size)), String(picture.size)).toBe(true)
  })

  test('of macOS hold the same pictures', () => {
    const pictures = picturesOfIcns(readFileSync(join(folder, 'icon.icns')))
    expect(pictures.map(({ type }) => type)).toEqual(icnsTypes.map(([type]) => type))
    for (const [index, [type, size]] of icnsTypes.entries())
      expect(pictures[index].png.equals(png(size)), type).toBe(true)
  })

  test('are drawn with nothing that is not in the drawing', () => {
    expect(readFileSync(join(folder, 'icon.svg'), 'utf8')).not.toMatch(/<(image|script|foreignObject|text)|href=|url\(/)
  })

  test('stay small', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const bytes = files.reduce((sum, entry) => sum + readFileSync(join(entry.parentPath, entry.name)).length, 0)
    expect(bytes).toBeLessThan(400_000)
  })
})

describe('containers', () => {
  const pictures = [16, 256].map((size) => ({ size, png: png(size) }))

  test('of Windows give back what was put in', () => {
    expect(picturesOfIco(icoFromPictures(pictures))).toEqual(pictures)
  })

  test('that break off are refused', () => {
    const ico = icoFromPictures(pictures)
    expect(() => picturesOfIco(ico.subarray(0, ico.length - 1))).toThrow('ends behind the file')
    const icns = readFileSync(join(folder, 'icon.icns'))
    expect(() => picturesOfIcns(icns.subarray(0, icns.length - 1))).toThrow('Not an .icns')
  })

  test('of macOS need every size', () => {
    expect(() => icnsFromPictures(pictures)).toThrow('No picture of 32 pixels for ic11')
  })
})
