/** The mixed filters from a fresh process, nothing loaded before: `node bench/programs/askFresh.ts CASE`. */
import { mixedFilters } from '../questions/filters.ts'
import { FILTERS, SEED } from '../questions/grid.ts'
import { Asker, inTurn } from './asker.ts'
import { answer, benchEngine } from './engine.ts'

const [path] = process.argv.slice(2)
const asker = new Asker(benchEngine(), path)
answer(await inTurn(mixedFilters(FILTERS, SEED), (query) => asker.filter(query)))
await asker.engine.close()
