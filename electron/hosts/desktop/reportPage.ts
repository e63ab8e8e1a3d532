/**
 * How a report is made a PDF: in a window that nobody sees, without script, without any way out, that loads this one file.
 * Pure, so that each wall is pinned by a test.
 */
import { walls } from './windowOptions.ts'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BrowserWindowConstructorOptions, PrintToPDFOptions } from 'electron'

/** Session of these windows alone. Without `persist:` it is in memory. */
export const reportPartition = 'vouch-report'

/** Where a report is loaded from. */
export function reportAddress(path: string): string {
  return pathToFileURL(path).href
}

/** The PDF's place: beside the report, with another ending; null where the file is no report by its name. */
export function pdfPathOf(reportPath: string): string | null {
  const ending = /\.html?$/i.exec(basename(reportPath))
  return ending === null || ending.index === 0 ? null : `${reportPath.slice(0, -ending[0].length)}.pdf`
}

/** Whether a report's window may load something: the report, and nothing else. */
export function isReportLoadable(address: string, reportPath: string): boolean {
  return address === reportAddress(reportPath)
}

export function reportWindowOptions(): BrowserWindowConstructorOptions {
  return {
    show: false,
    // A4 across, at 96 dots an inch.
    width: 1123,
    height: 794,
    skipTaskbar: true,
    focusable: false,
    webPreferences: {
      partition: reportPartition,
      javascript: false,
      ...walls,
      images: false,
      devTools: false,
    },
  }
}

/** The report says itself how large its pages are and what stands at their edges. */
export const pdfOptions: PrintToPDFOptions = {
  preferCSSPageSize: true,
  printBackground: true,
  displayHeaderFooter: false,
  generateTaggedPDF: true,
}
