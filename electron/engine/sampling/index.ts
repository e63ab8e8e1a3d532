/** Populations frozen from questions, samples drawn from them, and what testing their items came to. */
export { populationExhibits, untimedAmong } from './completeness.ts'
export { type Breathe, drawItems, type Drawn } from './draw.ts'
export { frozenParts, frozenRows } from './frozenRows.ts'
export { listDigest, listRuns } from './itemList.ts'
export { type ItemRow, sampleItems } from './items.ts'
export { allMarks, lastEntryOf, latestMarks, markHistory, markItems } from './marks.ts'
export {
  checkPopulation,
  freezePopulation,
  populationInfo,
  populationNamed,
  populationRows,
} from './populations.ts'
export { SampleIndex } from './sampledRows.ts'
export {
  checkSampleName,
  keptItems,
  progressOf,
  sampleInfo,
  sampleNamed,
  type SampleRow,
  sampleRows,
  sampleSummary,
  saveSample,
} from './samples.ts'
export { hasSamples, samplesRevision } from './schema.ts'
export { valueReader } from './strata.ts'
export { verifySamples } from './verifySamples.ts'
