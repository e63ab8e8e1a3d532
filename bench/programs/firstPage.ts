/** From the start of a process to the first page of a case: `node bench/programs/firstPage.ts CASE`. */
import { GRID_COLUMNS, PAGE_ROWS } from '../questions/grid.ts'
import { answer, benchEngine } from './engine.ts'

const [path] = process.argv.slice(2)
const engine = benchEngine()
const page = await engine.ask('rows.page', {
  case: path,
  filter: '',
  columns: GRID_COLUMNS,
  offset: 0,
  limit: PAGE_ROWS,
})
// `performance` counts from the start of the process.
answer({ ms: performance.now(), rows: page.rows.length, total: page.total })
await engine.close()
