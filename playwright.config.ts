/**
 * The app as a person uses it, on both hosts: `vouch serve` in a real Chromium, and Electron's window. A suite that
 * cannot run here is skipped with the reason, never passed.
 */
import { join } from 'node:path'
import { defineConfig } from 'playwright/test'
import type { HostOptions } from './tests/e2e/support/browsers.ts'

const specs = join(import.meta.dirname, 'tests/e2e')

export default defineConfig<object, HostOptions>({
  testDir: specs,
  testMatch: '*.spec.ts',
  outputDir: join(import.meta.dirname, '.cache/e2e'),
  globalSetup: join(specs, 'support/globalSetup.ts'),
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    // Not UTC, so that a time in the machine's own zone where UTC was meant would be seen.
    timezoneId: 'America/New_York',
    colorScheme: 'light',
    screenshot: 'only-on-failure',
    trace: 'off',
  },
  projects: [
    { name: 'loopback', use: { host: 'loopback' } },
    // What a browser alone has (its file list, dropping, downloads) has no counterpart in Electron's window.
    { name: 'desktop', use: { host: 'desktop' }, grepInvert: /@loopback/ },
  ],
})
