/** Every screen of the app, in the order in which somebody comes by. `shoot` takes the picture under a name. */
import { copyFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import { markup, override } from '../../resources/samples/generator/hostile.ts'
import { type Screen, tabsOfDetail } from '../e2e/support/screen.ts'
import { assuranceScenes, unknownScenes } from './assuranceScenes.ts'

export interface Scene {
  readonly screen: Screen
  /** Folder that stands for the user's home. */
  readonly home: string
  /** A case with the samples. */
  readonly template: string
  shoot(name: string): Promise<void>
}

/** When the files in the file list were made. */
const MADE_AT = new Date('2026-06-08T16:00:00Z')

/** Lines of the file whose import is seen under way. */
const MANY = 400_000

export async function allScenes(scene: Scene): Promise<void> {
  await startAndImport(scene)
  await questions(scene)
  await events(scene)
  await otherScreens(scene)
  await assuranceScenes(scene)
}

async function startAndImport({ screen, home, template, shoot }: Scene): Promise<void> {
  const { page } = screen
  for (const name of ['harbour-incident', 'quarterly-review']) {
    copyFileSync(template, join(home, 'cases', `${name}.vouch`))
    await screen.openCase(join(home, 'cases', `${name}.vouch`))
    await page.getByRole('button', { name: 'Back to all cases' }).click()
  }
  await expect(page.getByRole('listitem').filter({ hasText: 'quarterly-review' })).toBeVisible()
  await shoot('start')
  for (const name of readdirSync(home)) utimesSync(join(home, name), MADE_AT, MADE_AT)
  await page.getByRole('button', { name: 'Open case' }).click()
  await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible()
  await shoot('file-list')
  await page.keyboard.press('Escape')

  await screen.createCase(join(home, 'cases', 'new-inquiry.vouch'))
  await shoot('empty-import')
  await screen.goTo('Events')
  await expect(page.getByText('This case has no events yet')).toBeVisible()
  await shoot('empty-case')
  await screen.goTo('Import')
  writeFileSync(join(home, 'exports', 'gateway.ndjson'), gatewayLines(12))
  for (const name of ['rule-registry.json', 'gateway.ndjson']) {
    await page.getByRole('button', { name: 'Add files' }).click()
    await screen.chooseFile('Add files', join(home, 'exports', name))
  }
  await page.getByRole('button', { name: /rule-registry\.json/ }).click()
  await expect(page.getByRole('table').first()).toBeVisible()
  await shoot('import-plan')
  await page.getByRole('button', { name: 'Import 2 files' }).click()
  await expect(page.getByText('done', { exact: true })).toBeVisible()
  await shoot('imported')
  await page.getByRole('button', { name: 'Show the bytes' }).first().click()
  await expect(page.getByRole('heading', { name: /^E002, bytes/ })).toBeVisible()
  await shoot('exhibits-reject-bytes')
  await screen.goTo('Import')
  await page.getByRole('button', { name: 'Dismiss' }).click()
  writeFileSync(join(home, 'exports', 'gateway-may.ndjson'), gatewayLines(MANY))
  await page.getByRole('button', { name: 'Add files' }).click()
  await screen.chooseFile('Add files', join(home, 'exports', 'gateway-may.ndjson'))
  await page.getByRole('button', { name: 'Import 1 file' }).click()
  await expect(page.getByText(/[1-9][\d,]+ records · /)).toBeVisible()
  await shoot('importing')
  await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('cancelled', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await unknownScenes({ screen, home, template, shoot })
  await page.getByRole('button', { name: 'Back to all cases' }).click()
}

/** Made-up lines; the seventh is cut short. */
function gatewayLines(count: number): string {
  const actions = ['route.updated', 'route.created', 'token.issued', 'token.revoked', 'policy.read']
  const lines = Array.from({ length: count }, (_, number) => {
    const time = new Date(Date.UTC(2026, 4, 1) + number * 1700).toISOString()
    const actor = ['ann@example.com', 'ben@example.com', 'ci-bot'][number % 3]
    const status = number % 11 === 0 ? 'denied' : 'success'
    return JSON.stringify({
      time,
      actor,
      action: actions[number % actions.length],
      status,
      ip: `192.0.2.${number % 250}`,
    })
  })
  lines[6] = lines[6].slice(0, 50)
  return `${lines.join('\n')}\n`
}

async function questions({ screen, home, shoot }: Scene): Promise<void> {
  const { page } = screen
  await screen.openCase(join(home, 'cases', 'harbour-incident.vouch'))
  await expect(screen.rows.first()).toBeVisible()
  await shoot('events')
  await screen.ask('outcome:(failure OR denied) actorType:human time>=2026-04-15')
  await screen.expectCount('[0-9]+')
  await shoot('events-filtered')
  await screen.query.fill('actor:')
  await expect(page.getByRole('listbox')).toBeVisible()
  await shoot('completions')
  await page.keyboard.press('Escape')
  await screen.ask('action:fix.dispatched acter:alex')
  await expect(page.getByRole('alert')).toBeVisible()
  await shoot('query-error')
  await screen.ask('action:fix.dispatched actor:ci-*')
  await expect(page.getByRole('button', { name: 'Take it away' }).first()).toBeVisible()
  await shoot('no-match')
  await page.getByRole('button', { name: 'Clear all' }).click()
  for (const [button, name] of [
    [/^Time:/, 'time-menu'],
    [/^Time zone of all times/, 'zone-menu'],
    ['Columns', 'columns'],
    ['Saved views', 'views'],
  ] as const) {
    await page.getByRole('button', { name: button }).first().click()
    await expect(page.getByRole('dialog').last()).toBeVisible()
    await shoot(name)
    await page.keyboard.press('Escape')
  }
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('textbox', { name: 'File' }).fill(join(home, 'reports', 'harbour.csv'))
  await shoot('export')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await shoot('palette')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await shoot('help')
  await page.keyboard.press('Escape')
}

async function events({ screen, shoot }: Scene): Promise<void> {
  const { page } = screen
  await screen.ask('source:edge-platform onBehalfOf:*')
  await screen.expectCount('4')
  await page.getByRole('button', { name: 'Tag all 4 …' }).click()
  await page.getByRole('dialog').getByLabel('Tag', { exact: true }).fill('assumed identity')
  await shoot('tag')
  await page.getByRole('button', { name: 'Add tag' }).click()
  await expect(page.getByText('4 events tagged assumed identity')).toBeVisible()
  await shoot('tagged')
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await screen.ask('actor:tomas.vrba@example.com onBehalfOf:*')
  await screen.openEvent('update')
  await shoot('event-acted-as')
  await page.keyboard.press('Escape')
  await screen.ask('source:agent-governance guardrail method:PUT')
  await screen.openEvent('Updated guardrail', 'jonas')
  for (const part of tabsOfDetail) {
    await screen.showPart(part)
    await shoot(`event-${part.toLowerCase()}`)
  }
  await page.getByRole('button', { name: 'As a full page' }).click()
  await screen.showPart('Changes')
  await shoot('event-full-page')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await screen.ask(`"alert document domain" OR "fdp exe" OR resourceName:"=cmd*"`)
  await screen.expectCount('[0-9]+')
  await screen.openEvent(/./)
  const payload = await screen.showPart('Payload')
  await expect(payload.getByText(markup).or(payload.getByText(override)).or(payload).first()).toBeVisible()
  await shoot('hostile-values')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Clear all' }).click()
}

async function otherScreens({ screen, shoot }: Scene): Promise<void> {
  const { page } = screen
  await screen.goTo('Sessions')
  await page.getByRole('textbox', { name: 'Live at' }).fill('2026-05-14 15:10')
  await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible()
  await shoot('sessions')
  await screen.goTo('Exhibits')
  await page.getByRole('button', { name: 'Verify the case' }).click()
  await expect(page.getByText('Everything agrees')).toBeVisible()
  await shoot('exhibits')
  await screen.goTo('Custody')
  await expect(page.getByText('The chain is whole')).toBeVisible()
  await shoot('custody')
}
