/** Exports: what is downloaded is, byte for byte, what the command line writes for the same question. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vouch } from './support/app.ts'

for (const format of ['CSV', 'NDJSON', 'JSON'] as const)
  test(`an export as ${format} holds the same bytes as the command line's @loopback`, async ({
    app,
    folder,
    casePath,
  }) => {
    await app.ask('outcome:(failure OR denied)')
    await app.expectCount('118')
    const ending = format.toLowerCase()
    const link = await app.exportTo(join(folder, `page.${ending}`), format)
    const [download] = await Promise.all([app.page.waitForEvent('download'), link.click()])
    const downloaded = readFileSync(await download.path())
    const byCli = join(folder, `cli.${ending}`)
    const words = ['export', '--case', casePath, 'outcome:(failure OR denied)', '--format', ending]
    vouch([...words, '--sort', 'time:desc', '--out', byCli])
    expect(downloaded.equals(readFileSync(byCli)), 'the bytes are the same').toBe(true)
    expect(downloaded.length).toBeGreaterThan(10_000)
  })
