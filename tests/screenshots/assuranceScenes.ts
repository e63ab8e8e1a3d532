/** Screens of what leaves the house or is tested by somebody: populations, samples, packs; and files and systems nobody knows yet. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import type { Scene } from './scenes.ts'

const doorLog = [
  'When;Wer;Vorgang;Geraet;Adresse;Ergebnis;Beleg',
  '01.03.2026 14:03:22;ada@example.com;Tuer geoeffnet;D-7;192.0.2.10;success;b-1',
  '01.03.2026 14:04:10;bob@example.com;Tuer geoeffnet;D-9;192.0.2.11;denied;b-2',
  '13.03.2026 14:05:41;ada@example.com;Tuer geschlossen;D-7;192.0.2.10;success;b-3',
  'kaputt;eve@example.com;Tuer geoeffnet;D-7;192.0.2.12;success;b-4',
]

/** From the screen of imports of an open case, and back to it. */
export async function unknownScenes({ screen, home, shoot }: Scene): Promise<void> {
  const { page } = screen
  writeFileSync(join(home, 'exports', 'doors.csv'), `${doorLog.join('\n')}\n`)
  await page.getByRole('button', { name: 'Add files' }).click()
  await screen.chooseFile('Add files', join(home, 'exports', 'doors.csv'))
  await page.getByRole('button', { name: 'Map it…' }).click()
  await expect(page.getByRole('region', { name: 'Fields', exact: true })).toBeVisible()
  await expect(page.getByText(/would be rejected/)).toBeVisible()
  await shoot('map')
  await page.getByRole('button', { name: 'Back to the files' }).click()
  await page.getByRole('button', { name: 'Add a system' }).click()
  await expect(page.getByLabel('System', { exact: true })).toBeVisible()
  await shoot('live-system')
  await page.keyboard.press('Escape')
}

/** From a case with the samples, whose filter is empty. */
export async function assuranceScenes({ screen, home, shoot }: Scene): Promise<void> {
  const { page } = screen
  await screen.goTo('Samples')
  await shoot('samples-empty')
  await screen.goTo('Events')
  await screen.ask('outcome:(failure OR denied)')
  await screen.expectCount('[0-9]+')
  await page.getByRole('button', { name: 'Freeze a population' }).click()
  const freezing = page.getByRole('dialog', { name: 'Freeze a population' })
  await freezing.getByLabel('Name').fill('Refused and failed')
  await freezing.getByLabel('Source system and report').fill('Console 4.2, audit export')
  await shoot('freeze')
  await freezing.getByRole('button', { name: 'Freeze', exact: true }).click()
  await expect(page.getByText('Its items are those that were frozen')).toBeVisible()
  await shoot('population')
  await page.getByRole('button', { name: 'Draw a sample' }).click()
  const drawing = page.getByRole('dialog', { name: 'Draw a sample' })
  await drawing.getByLabel('Name').fill('Walkthrough')
  await drawing.getByLabel('Size').fill('25')
  await drawing.getByLabel('Seed').fill('2026-Q2')
  await shoot('draw')
  await drawing.getByRole('button', { name: 'Draw', exact: true }).click()
  await expect(page.getByRole('grid', { name: 'Items' }).getByRole('row')).toHaveCount(26)
  for (const key of ['p', 'j', 'p', 'j', 'e', 'j', 'n', 'j']) await page.keyboard.press(key)
  await expect(screen.status.filter({ hasText: '4 of 25 tested' })).toBeVisible()
  await shoot('sample')
  await screen.goTo('Events')
  await page.getByRole('button', { name: 'Evidence pack' }).click()
  const form = page.getByRole('region', { name: 'Evidence pack', exact: true })
  await form.getByRole('textbox', { name: 'Title' }).fill('Refused and failed requests, May 2026')
  await form.getByRole('textbox', { name: 'File' }).fill(join(home, 'reports', 'refused.zip'))
  await shoot('pack')
  await form.getByRole('button', { name: 'Make the pack' }).click()
  await expect(page.getByText('done', { exact: true }).first()).toBeVisible()
  await screen.goTo('Packs')
  await shoot('pack-made')
}
