/** Windows come back where they were, as far as the displays of today allow. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bounds, parseWindowState, placedState } from '../../../../../electron/hosts/desktop/windowState.ts'

const left: Bounds = { x: 0, y: 0, width: 1920, height: 1080 }
const right: Bounds = { x: 1920, y: 0, width: 2560, height: 1440 }
const state = (x: number, y: number, width = 1200, height = 800) => ({
  bounds: { x, y, width, height },
  isMaximised: false,
})

describe('a stored state', () => {
  test('comes back as it was written', () => {
    const stored = { bounds: { x: -10, y: 20, width: 1000, height: 700 }, isMaximised: true }
    expect(parseWindowState(JSON.stringify(stored))).toEqual(stored)
  })

  test.each([
    '',
    'null',
    '[]',
    '{}',
    '{"bounds":null}',
    '{"bounds":{"x":0,"y":0,"width":"1000","height":700}}',
    '{"bounds":{"x":0.5,"y":0,"width":1000,"height":700}}',
    '{"bounds":{"x":0,"y":0,"width":0,"height":700}}',
    '{"bounds":{"x":0,"y":0,"width":1e300,"height":700}}',
    '{"bounds":{"y":0,"width":1000,"height":700}}',
  ])('that makes no sense counts as none: %s', (text) => {
    expect(parseWindowState(text)).toBeNull()
  })
})

describe('a window', () => {
  test('stays where it was, on the display it was on', () => {
    expect(placedState(state(2000, 100), [left, right]).bounds).toEqual(state(2000, 100).bounds)
  })

  test('has no place where its display is gone', () => {
    expect(placedState(state(2000, 100), [left]).bounds).toEqual({ width: 1200, height: 800 })
  })

  test('is moved in where only a part of it is on a display', () => {
    expect(placedState(state(1500, 900), [left]).bounds).toMatchObject({ x: 720, y: 280 })
  })

  test('shrinks to the display', () => {
    expect(placedState(state(0, 0, 4000, 3000), [left]).bounds).toEqual(left)
  })

  test('comes beside another one that stands there', () => {
    const first = placedState(state(100, 100), [left]).bounds as Bounds
    const second = placedState(state(100, 100), [left], [first]).bounds as Bounds
    const third = placedState(state(100, 100), [left], [first, second]).bounds as Bounds
    expect([second.x, second.y, third.x, third.y]).toEqual([128, 128, 156, 156])
  })

  test('keeps that it was maximised', () => {
    expect(placedState({ ...state(5000, 0), isMaximised: true }, [left]).isMaximised).toBe(true)
  })
})

const anyDisplay = fc.record({
  x: fc.integer({ min: -4000, max: 4000 }),
  y: fc.integer({ min: -4000, max: 4000 }),
  width: fc.integer({ min: 800, max: 4000 }),
  height: fc.integer({ min: 600, max: 3000 }),
})
const anyBounds = fc.record({
  x: fc.integer({ min: -9000, max: 9000 }),
  y: fc.integer({ min: -9000, max: 9000 }),
  width: fc.integer({ min: 1, max: 9000 }),
  height: fc.integer({ min: 1, max: 9000 }),
})

test('a placed window lies on one display altogether', () => {
  fc.assert(
    fc.property(
      anyBounds,
      fc.array(anyDisplay, { minLength: 1, maxLength: 3 }),
      fc.array(anyBounds),
      (bounds, displays, taken) => {
        const placed = placedState({ bounds, isMaximised: false }, displays, taken).bounds
        const isInside = ({ x, y, width, height }: Bounds): boolean =>
          placed.width <= width &&
          placed.height <= height &&
          (placed.x === undefined || placed.y === undefined
            ? true
            : placed.x >= x &&
              placed.y >= y &&
              placed.x + placed.width <= x + width &&
              placed.y + placed.height <= y + height)
        expect(displays.some(isInside)).toBe(true)
      },
    ),
  )
})
