/** Icon files of Windows and macOS: both are plain lists of PNG pictures. Reading is there to check what was written. */
import { Buffer } from 'node:buffer'

export interface IconPicture {
  /** Width and height in pixels. */
  readonly size: number
  readonly png: Buffer
}

/** Sizes in an .ico. 256 is the largest its one-byte fields can say (as 0). */
export const icoSizes = [16, 24, 32, 48, 64, 128, 256] as const

/** Types of an .icns that hold PNG, with the pixels each stands for (the second of a size is the one for Retina). */
export const icnsTypes: readonly (readonly [type: string, size: number])[] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]

const ICO_HEADER_BYTES = 6
const ICO_ENTRY_BYTES = 16
const ICNS_HEADER_BYTES = 8

/** An .ico of these pictures, each 1 to 256 pixels wide. */
export function icoFromPictures(pictures: readonly IconPicture[]): Buffer {
  const head = Buffer.alloc(ICO_HEADER_BYTES + ICO_ENTRY_BYTES * pictures.length)
  head.writeUInt16LE(1, 2) // type: icon
  head.writeUInt16LE(pictures.length, 4)
  let startByte = head.length
  for (const [index, { size, png }] of pictures.entries()) {
    const entry = ICO_HEADER_BYTES + ICO_ENTRY_BYTES * index
    head.writeUInt8(size % 256, entry)
    head.writeUInt8(size % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4) // planes
    head.writeUInt16LE(32, entry + 6) // bits per pixel
    head.writeUInt32LE(png.length, entry + 8)
    head.writeUInt32LE(startByte, entry + 12)
    startByte += png.length
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}

/** An .icns with every type of the table. Requires a picture of each size there. */
export function icnsFromPictures(pictures: readonly IconPicture[]): Buffer {
  const parts = icnsTypes.map(([type, size]) => {
    const picture = pictures.find((candidate) => candidate.size === size)
    if (picture === undefined) throw new Error(`No picture of ${size} pixels for ${type}`)
    return Buffer.concat([icnsHead(type, picture.png.length), picture.png])
  })
  const body = Buffer.concat(parts)
  return Buffer.concat([icnsHead('icns', body.length), body])
}

/** Pictures of an .ico, in its order. */
export function picturesOfIco(file: Buffer): IconPicture[] {
  if (file.readUInt16LE(0) !== 0 || file.readUInt16LE(2) !== 1) throw new Error('Not an .ico')
  return Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const entry = ICO_HEADER_BYTES + ICO_ENTRY_BYTES * index
    const startByte = file.readUInt32LE(entry + 12)
    const endByte = startByte + file.readUInt32LE(entry + 8)
    if (endByte > file.length) throw new Error(`Picture ${index} ends behind the file`)
    return { size: file.readUInt8(entry) || 256, png: file.subarray(startByte, endByte) }
  })
}

/** Pictures of an .icns by type, in its order. */
export function picturesOfIcns(file: Buffer): { readonly type: string; readonly png: Buffer }[] {
  if (file.toString('latin1', 0, 4) !== 'icns' || file.readUInt32BE(4) !== file.length) throw new Error('Not an .icns')
  const pictures: { type: string; png: Buffer }[] = []
  for (let at = ICNS_HEADER_BYTES; at < file.length; ) {
    const sizeBytes = file.readUInt32BE(at + 4)
    if (sizeBytes < ICNS_HEADER_BYTES || at + sizeBytes > file.length) throw new Error(`Bad length at byte ${at}`)
    const png = file.subarray(at + ICNS_HEADER_BYTES, at + sizeBytes)
    pictures.push({ type: file.toString('latin1', at, at + 4), png })
    at += sizeBytes
  }
  return pictures
}

/** Width and height that a PNG states in its first chunk (PNG specification, section 11.2.1). */
export function sizeOfPng(png: Buffer): { readonly width: number; readonly height: number } {
  if (png.toString('latin1', 1, 4) !== 'PNG' || png.toString('latin1', 12, 16) !== 'IHDR') throw new Error('Not a PNG')
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
}

function icnsHead(type: string, sizeBytes: number): Buffer {
  const head = Buffer.alloc(ICNS_HEADER_BYTES)
  head.write(type, 'latin1')
  head.writeUInt32BE(sizeBytes + ICNS_HEADER_BYTES, 4)
  return head
}
