/**
 * Pictures small enough to be kept with the sources: a PNG as a browser makes it (8 bits a channel, not interlaced) becomes
 * one of at most 96 colours. A screen of this app has few colours and many shades of its text's edges; nothing is dithered.
 * PNG: W3C Recommendation of 24 June 2025, §9 (filters), §11.2 (chunks).
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Most colours of a palette. */
const MAX_COLOURS = 96

/** Share of a picture that is an area of its own. */
const AREA = 0.0005

interface Pixels {
  readonly width: number
  readonly height: number
  /** One number per pixel: 0xRRGGBB. */
  readonly colours: Uint32Array
}

/** The same picture with a palette. Throws where `png` is no PNG of the kind described above. */
export function smallPng(png: Buffer): Buffer {
  const { width, height, colours } = pixelsOf(png)
  const palette = paletteFor(colours)
  const places = nearestIn(palette)
  const lines = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) lines[y * (width + 1) + 1 + x] = places(colours[y * width + x])
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits, palette, deflate, adaptive filters (none is used), not interlaced.
  header.set([8, 3, 0, 0, 0], 8)
  const table = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function pixelsOf(png: Buffer): Pixels {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('This is no PNG')
  const data: Buffer[] = []
  let width = 0
  let height = 0
  let channels = 0
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    const body = png.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') {
      width = body.readUInt32BE(0)
      height = body.readUInt32BE(4)
      channels = ({ 2: 3, 6: 4 } as { readonly [kind: number]: number })[body[9]] ?? 0
      if (body[8] !== 8 || channels === 0 || body[12] !== 0) throw new Error('This kind of PNG is not read')
    } else if (type === 'IDAT') data.push(body)
    at += length + 12
  }
  const bytes = unfiltered(inflateSync(Buffer.concat(data)), width * channels, height, channels)
  const colours = new Uint32Array(width * height)
  for (let pixel = 0; pixel < colours.length; pixel++) {
    const at = pixel * channels
    colours[pixel] = (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2]
  }
  return { width, height, colours }
}

/** Lines without their filters. `stride`: bytes of a line; `step`: bytes of a pixel. */
function unfiltered(lines: Buffer, stride: number, height: number, step: number): Uint8Array {
  const out = new Uint8Array(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)]
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x
      const left = x >= step ? out[at - step] : 0
      const up = y > 0 ? out[at - stride] : 0
      const corner = x >= step && y > 0 ? out[at - stride - step] : 0
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]
      out[at] = lines[y * (stride + 1) + 1 + x] + predicted
    }
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}

/**
 * Colours that cover something stay as they are: greys a shade apart would else be drawn as one, and tinted. Then the most
 * frequent of the others that differ from one another; the finer, the more there is room for.
 */
function paletteFor(colours: Uint32Array): number[] {
  const counts = new Map<number, number>()
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const byCount = [...counts].sort((one, other) => other[1] - one[1]).map(([colour]) => colour)
  if (byCount.length <= MAX_COLOURS) return byCount
  const covers = (colour: number) => (counts.get(colour) ?? 0) >= colours.length * AREA
  let palette: number[] = byCount.filter(covers).slice(0, MAX_COLOURS / 2)
  for (const least of [40, 24, 16, 10, 6, 3, 0]) {
    for (const colour of byCount) {
      if (palette.length === MAX_COLOURS) return palette
      if (palette.every((other) => distance(colour, other) > least * least)) palette = [...palette, colour]
    }
  }
  return palette
}

function nearestIn(palette: readonly number[]): (colour: number) => number {
  const known = new Map(palette.map((colour, place) => [colour, place]))
  return (colour) => {
    let place = known.get(colour)
    if (place === undefined) {
      place = 0
      for (let other = 1; other < palette.length; other++)
        if (distance(colour, palette[other]) < distance(colour, palette[place])) place = other
      known.set(colour, place)
    }
    return place
  }
}

/** Squared, weighted as the eye sees: green most, blue least. */
function distance(one: number, other: number): number {
  const red = (one >> 16) - (other >> 16)
  const green = ((one >> 8) & 255) - ((other >> 8) & 255)
  const blue = (one & 255) - (other & 255)
  return 2 * red * red + 4 * green * green + 3 * blue * blue
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}
