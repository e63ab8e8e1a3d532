/** Lines of text: what they hold, and whether a text is a log of them. */
export { cefFromText } from './cefText.ts'
export { lineFromText } from './linePayload.ts'
export { pairPlaces } from './pairPlaces.ts'
export { isLineLog, lookAtLines } from './sniffLines.ts'
export { timeInYear } from './timeWithoutYear.ts'
