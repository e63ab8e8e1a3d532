/** The walls around a report that is printed, and where its PDF goes. */
import { describe, expect, test } from 'vitest'
import {
  isReportLoadable,
  pdfOptions,
  pdfPathOf,
  reportAddress,
  reportPartition,
  reportWindowOptions,
} from '../../../../../electron/hosts/desktop/reportPage.ts'

test('nobody sees the window, and nothing in it runs, is remembered or gets out', () => {
  expect(reportWindowOptions()).toMatchObject({
    show: false,
    focusable: false,
    webPreferences: {
      partition: 'vouch-report',
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      images: false,
      devTools: false,
    },
  })
  expect(reportWindowOptions().webPreferences).not.toHaveProperty('preload')
  expect(reportPartition).not.toMatch(/^persist:/)
})

describe('its window loads', () => {
  test.each([
    ['/a/b c/100% #1?.html', true],
    ['/a/b c/other.html', false],
  ])('the report alone: %s', (path, isLoaded) => {
    expect(isReportLoadable(reportAddress(path), '/a/b c/100% #1?.html')).toBe(isLoaded)
  })

  test.each([
    'https://example.com/',
    'file:///etc/passwd',
    'app://vouch/index.html',
    'data:text/html,x',
    'about:blank',
    '',
  ])('nothing else: %s', (address) => {
    expect(isReportLoadable(address, '/a/report.html')).toBe(false)
  })
})

test.each([
  ['/a/report.html', '/a/report.pdf'],
  ['/a/x.HTM', '/a/x.pdf'],
  ['/a/report.csv', null],
  ['/a.html/report', null],
  ['/a/.html', null],
])('the PDF of %s is %s', (report, pdf) => {
  expect(pdfPathOf(report)).toBe(pdf)
})

test('the report says itself how its pages are', () => {
  expect(pdfOptions).toEqual({
    preferCSSPageSize: true,
    printBackground: true,
    displayHeaderFooter: false,
    generateTaggedPDF: true,
  })
})
