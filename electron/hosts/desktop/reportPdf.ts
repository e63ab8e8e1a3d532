/** Makes a PDF of a report with Electron's own `printToPDF`; one at a time, as its session lets through one file. */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { BrowserWindow, session, type WebContents } from 'electron'
import type { HostApi } from '../../../shared/api/index.ts'
import { fail, FailureError } from '../../../shared/failure.ts'
import { requirePrintable } from './reportLength.ts'
import {
  isReportLoadable,
  pdfOptions,
  pdfPathOf,
  reportAddress,
  reportPartition,
  reportWindowOptions,
} from './reportPage.ts'

/** How long a report may take to be set out in pages, in milliseconds; the longest that are printed take some minutes on a slow computer. */
const PRINT_MAX_MS = 15 * 60_000

let last: Promise<unknown> = Promise.resolve()

/** Whether contents are those of a report's window: other walls stand around it than around the app's page. */
export function isReportContents(contents: WebContents): boolean {
  return contents.session === session.fromPartition(reportPartition)
}

/** As `host.pdf` of the Api; what fails leaves nothing behind. */
export function reportPdf(path: string): Promise<HostApi['host.pdf']['reply']> {
  const made = last.then(() => printed(path))
  last = made.catch(() => undefined)
  return made
}

async function printed(path: string): Promise<HostApi['host.pdf']['reply']> {
  const out = pdfPathOf(path)
  if (out === null || !existsSync(path)) return refuse(path, 'there is no HTML report of that name')
  if (existsSync(out)) {
    fail({
      code: 'export/target-exists',
      message: 'There is already a PDF of that name',
      where: { path: out },
      next: 'Move it, or give the report another name.',
    })
  }
  await requirePrintable(path)
  wallIn(path)
  const window = new BrowserWindow(reportWindowOptions())
  const partPath = `${out}.part`
  try {
    await window.loadURL(reportAddress(path))
    const bytes = await withinTime(window.webContents.printToPDF(pdfOptions))
    writeFileSync(partPath, bytes)
    renameSync(partPath, out)
    return { path: out, sizeBytes: bytes.length }
  } catch (error) {
    rmSync(partPath, { force: true })
    if (error instanceof FailureError) throw error
    return refuse(path, error instanceof Error ? error.message : String(error))
  } finally {
    window.destroy()
  }
}

/** The session lets through the report's own file, and asks nobody for anything. */
function wallIn(path: string): void {
  const own = session.fromPartition(reportPartition)
  own.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isReportLoadable(details.url, path) }))
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  own.setPermissionCheckHandler(() => false)
}

async function withinTime(printing: Promise<Buffer>): Promise<Buffer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it takes too long')), PRINT_MAX_MS)
  })
  try {
    return await Promise.race([printing, late])
  } finally {
    clearTimeout(timer)
  }
}

function refuse(path: string, reason: string): never {
  fail({
    code: 'host/no-pdf',
    message: `No PDF was made of the report: ${reason}`,
    where: { path },
    kept: 'The report is as it was.',
    next: 'Open the report in a browser and print it to a PDF there.',
  })
}
