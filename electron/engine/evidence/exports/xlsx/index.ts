/** Workbooks, of any tables. */
export { exactNumber, excelSerial } from './cellValue.ts'
export {
  type Cell,
  type LongCell,
  MAX_CELL_UNITS,
  MAX_SHEET_COLUMNS,
  MAX_SHEET_ROWS,
  Table,
  type TableColumn,
  type TableSpec,
} from './table.ts'
export { Workbook } from './workbook.ts'
export { textOfXstring } from './xmlText.ts'
