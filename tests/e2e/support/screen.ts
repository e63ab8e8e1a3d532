/** What a person sees and does on the page, by visible text and role. */
import { dirname } from 'node:path'
import { expect, type Locator, type Page } from 'playwright/test'

export interface ScreenPlaces {
  readonly casePath: string
  readonly folder: string
  /** What stands in for the user's home. */
  readonly home: string
  /** Folder of the settings. */
  readonly config: string
}

export const tabsOfDetail = ['Overview', 'Changes', 'Request', 'Payload', 'Raw', 'Provenance'] as const

export class Screen {
  readonly page: Page
  readonly places: ScreenPlaces
  /** Rows of events. */
  readonly grid: Locator
  readonly facets: Locator
  readonly chips: Locator
  readonly query: Locator
  readonly detail: Locator
  readonly status: Locator

  constructor(page: Page, places: ScreenPlaces) {
    this.page = page
    this.places = places
    this.grid = page.getByRole('region', { name: 'Events', exact: true })
    this.facets = page.getByRole('region', { name: 'Facets' })
    this.chips = page.getByRole('list', { name: 'Filters' }).getByRole('listitem')
    this.query = page.getByRole('combobox', { name: 'Query' })
    this.detail = page.getByRole('region', { name: 'Event', exact: true })
    this.status = page.getByRole('status')
  }

  /** Chooses an existing case in the app's own file list. */
  async openCase(path: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Open case' }).click()
    await this.chooseFile('Open case', path)
    await expect(this.page.getByRole('navigation', { name: 'Go to' })).toBeVisible()
  }

  async createCase(path: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New case' }).click()
    await this.saveAs('New case', path)
    await expect(this.page.getByRole('navigation', { name: 'Go to' })).toBeVisible()
  }

  /** Goes to the file's folder in the file list, and takes the file. */
  async chooseFile(title: string, path: string): Promise<void> {
    const dialog = await this.inFolder(title, dirname(path))
    const entry = dialog.getByRole('listitem').filter({ has: this.page.getByText(nameOf(path), { exact: true }) })
    const button = entry.getByRole('button')
    // What was clicked in the list before is no longer chosen once the folder's own list is here.
    await expect(async () => {
      // A click may count and yet last longer than it is waited for.
      if (await dialog.isHidden()) return
      if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click()
      await dialog.getByRole('button', { name: 'Choose', exact: true }).click({ timeout: 1_000 })
    }).toPass()
    await expect(dialog).toBeHidden()
  }

  /** Types a name in a folder of the file list. */
  async saveAs(title: string, path: string): Promise<void> {
    const dialog = await this.inFolder(title, dirname(path))
    await dialog.getByLabel('File name').fill(nameOf(path))
    await dialog.getByRole('button', { name: 'Save here' }).click()
    await expect(dialog).toBeHidden()
  }

  private async inFolder(title: string, folder: string): Promise<Locator> {
    const dialog = this.page.getByRole('dialog', { name: title }).last()
    const field = dialog.getByRole('textbox', { name: 'Folder' })
    // It lists a folder of its own choice first; what is typed before that is written over.
    await expect(field).not.toHaveValue('')
    await expect(dialog.getByRole('button', { name: 'One folder up' })).toBeEnabled()
    await field.fill(folder)
    await dialog.getByRole('button', { name: 'Go', exact: true }).click()
    return dialog
  }

  async goTo(screen: 'Events' | 'Sessions' | 'Samples' | 'Exhibits' | 'Custody' | 'Import' | 'Packs'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Go to' }).getByRole('button', { name: screen }).click()
  }

  /** Types a query and asks it. */
  async ask(query: string): Promise<void> {
    await this.query.fill(query)
    await this.query.press('Enter')
  }

  /** The chip row says how many of how many events answer. */
  async expectCount(found: string, all?: string): Promise<void> {
    const figure = this.status.filter({
      hasText: all === undefined ? new RegExp(`^${found} of `) : `${found} of ${all}`,
    })
    await expect(figure.first()).toBeVisible()
    await expect(this.grid.locator('[aria-busy=true]')).toHaveCount(0)
  }

  /** The row of the grid that shows all of these texts; the first of several. */
  row(...texts: readonly (string | RegExp)[]): Locator {
    let rows = this.rows
    for (const text of texts) rows = rows.filter({ hasText: text })
    return rows.first()
  }

  get rows(): Locator {
    return this.grid.locator('[role=row][row-id]')
  }

  /** A cell by its row and the heading of its column, as in `resourceName`. */
  cell(row: Locator, column: string): Locator {
    return row.locator(`[col-id="${column}"]`)
  }

  /** Clicks an event's row, of the answer and not of the one before; the detail shows it. */
  async openEvent(...texts: readonly (string | RegExp)[]): Promise<void> {
    await expect(this.grid.locator('[aria-busy=true]')).toHaveCount(0)
    await this.cell(this.row(...texts), 'action').click()
    await expect(this.detail).toBeVisible()
  }

  async showPart(name: (typeof tabsOfDetail)[number]): Promise<Locator> {
    await this.detail.getByRole('tab', { name }).click()
    return this.detail.getByRole('tabpanel', { name })
  }

  /** The value that stands beside a label in the overview or the provenance of the event. */
  fact(label: string): Locator {
    return this.detail
      .locator('dl > div')
      .filter({ has: this.page.locator('dt', { hasText: new RegExp(`^${label}$`) }) })
      .locator('dd')
  }

  facet(field: string): Locator {
    return this.facets.getByRole('list', { name: field, exact: true })
  }

  /** Opens a facet that is folded. */
  async unfold(field: string): Promise<Locator> {
    const title = this.facets.getByRole('button', { name: field, exact: true })
    if ((await title.getAttribute('aria-expanded')) === 'false') await title.click()
    return this.facet(field)
  }

  /** Asks for a value by a click in its facet. */
  async include(field: string, value: string): Promise<void> {
    const list = await this.unfold(field)
    await expect(list.getByRole('listitem').first()).toBeVisible()
    const button = list.getByRole('button', { name: new RegExp(`^${escaped(value)}, `) })
    // The rarer ones are found by searching.
    if ((await button.count()) === 0) {
      await this.facets.getByRole('button', { name: `Search in ${field}`, exact: true }).click()
      await this.facets.getByRole('searchbox', { name: `Search in ${field}`, exact: true }).fill(value)
    }
    await button.click()
  }

  chip(text: string): Locator {
    return this.chips.filter({ hasText: text })
  }

  /** Chooses from the menu behind a cell. */
  async pickFromRow(cell: Locator, item: string | RegExp): Promise<void> {
    await cell.click({ button: 'right' })
    await this.page.getByRole('menuitem', { name: item }).click()
  }

  async chooseTime(preset: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Time:/ }).click()
    await this.page.getByRole('dialog', { name: 'Time' }).getByRole('button', { name: preset, exact: true }).click()
  }

  /** Relative times count from the case's newest event. */
  async countFromNewest(): Promise<void> {
    await this.page.getByRole('button', { name: /^Time:/ }).click()
    const pane = this.page.getByRole('dialog', { name: 'Time' })
    await pane.getByRole('button', { name: /^the newest event/ }).click()
    await this.page.keyboard.press('Escape')
    await expect(pane).toBeHidden()
  }

  /** The time that stands in the query from one instant to another, both as a person types them. */
  async timeFromTo(from: string, to: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Time:/ }).click()
    const pane = this.page.getByRole('dialog', { name: 'Time' })
    await pane.getByRole('textbox', { name: 'From' }).fill(from)
    await pane.getByRole('textbox', { name: 'To, included' }).fill(to)
    await pane.getByRole('button', { name: 'Apply' }).click()
  }

  /** Writes what is filtered to a file, waits for the job, and gives the link it can be fetched by. */
  async exportTo(
    path: string,
    format: 'CSV' | 'Excel' | 'NDJSON' | 'JSON' | 'HTML report' | 'ZIP',
    adjust: (dialog: Locator) => Promise<void> = async () => undefined,
    title = nameOf(path),
  ): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Export', exact: true }).first().click()
    const dialog = this.page.getByRole('dialog', { name: 'Export' })
    await dialog.getByRole('radio', { name: format, exact: true }).check()
    await adjust(dialog)
    await dialog.getByRole('textbox', { name: 'File' }).fill(path)
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    const job = this.page.getByRole('article').filter({ hasText: `Export ${title}` })
    await expect(job.getByText('done', { exact: true })).toBeVisible()
    return job.getByRole('link', { name: 'Download' })
  }
}

export function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
