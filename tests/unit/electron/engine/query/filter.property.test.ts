import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Filter } from '../../../../../shared/filter.ts'
import {
  anyColumnClause,
  anyExhibits,
  anyLimit,
  anyPayloadClause,
  anyTextClause,
  anyTree,
  ownColumnsOf,
} from '../../../../helpers/anyCase.ts'
import { askingEngine, CaseFolder, idsOf, type MadeExhibit, smallDictionaries } from '../../../../helpers/madeCase.ts'
import { oracleEvents, scan } from '../../../../helpers/oracle.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

/** Filters asked of each case. */
const ASKED = 12

async function agrees(exhibits: readonly MadeExhibit[], limit: number, filters: readonly Filter[]): Promise<void> {
  const path = await folder.makeCase(exhibits, smallDictionaries(limit))
  const events = oracleEvents(exhibits)
  const engine = askingEngine()
  try {
    for (const filter of filters) {
      expect(await idsOf(engine, path, filter), JSON.stringify(filter)).toEqual(scan(events, filter))
    }
  } finally {
    await engine.close()
  }
}

function property(clauseFor: (exhibits: readonly MadeExhibit[]) => fc.Arbitrary<Filter>, numRuns: number) {
  return fc.assert(
    fc.asyncProperty(
      anyExhibits.chain((exhibits) =>
        fc.tuple(
          fc.constant(exhibits),
          anyLimit,
          fc.array(anyTree(clauseFor(exhibits)), { minLength: 1, maxLength: ASKED, size: 'max' }),
        ),
      ),
      ([exhibits, limit, filters]) => agrees(exhibits, limit, filters),
    ),
    { numRuns },
  )
}

test('filters on columns agree with a plain scan, values in dictionaries and inline', () =>
  property((exhibits) => anyColumnClause(ownColumnsOf(exhibits)), 150))

test('words agree with a plain scan over fields and payload', () => property(() => anyTextClause, 100))

test('paths into the payload agree with a plain walk', () => property(() => anyPayloadClause, 100))

test('everything together agrees with a plain scan', () =>
  property((exhibits) => fc.oneof(anyColumnClause(ownColumnsOf(exhibits)), anyTextClause, anyPayloadClause), 100))
