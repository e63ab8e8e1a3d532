/** The HTML report. */
export { htmlReport, type HtmlOptions } from './htmlReport.ts'
