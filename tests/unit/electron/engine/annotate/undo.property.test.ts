/** Any run of changes and undos agrees with a model in the plainest words: what holds is what stands last. */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { AnnotationChange, Engine } from '../../../../../shared/api/index.ts'
import { ask, askingEngine, CaseFolder, idsOf } from '../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

const EVENTS = 6
const TAGS = ['red', 'Blau']

type Step =
  | { readonly do: 'change'; readonly events: readonly number[]; readonly change: AnnotationChange }
  | { readonly do: 'edit'; readonly pick: number; readonly text: string }
  | { readonly do: 'undo'; readonly pick: number }

/** A batch as the model has it: what it says about bookmarks (event), tags (tag and event) or notes (number). */
interface ModelBatch {
  readonly number: number
  readonly says: ReadonlyMap<string, string>
  isUndone: boolean
}

const events = fc.uniqueArray(fc.integer({ min: 1, max: EVENTS }), { minLength: 1 })
const text = fc.constantFrom('seen', 'odd', 'ask Ada')
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      events,
      change: fc.oneof(
        fc.record({ kind: fc.constant('bookmark' as const), on: fc.boolean() }),
        fc.record({ kind: fc.constant('tag' as const), tag: fc.constantFrom(...TAGS), on: fc.boolean() }),
        fc.record({ kind: fc.constant('note' as const), text }),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      pick: fc.nat(9),
      text: fc.oneof(fc.constant(''), text),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('undo' as const), pick: fc.nat(20) }) },
)

/** What people added, by name: `bookmark 3`, `tag red 3`, `note 7 at 3`. */
class Model {
  readonly batches: ModelBatch[] = []
  readonly noteEvents: number[] = []

  /** What stands: the last batch that is not undone decides; an empty text is nothing. */
  state(): Map<string, string> {
    const state = new Map<string, string>()
    for (const { says, isUndone } of this.batches)
      if (!isUndone) for (const [name, value] of says) state.set(name, value)
    return new Map([...state].filter(([, value]) => value !== ''))
  }

  /** Keeps only what differs from what stands; returns how much that is. */
  add(number: number, wanted: ReadonlyMap<string, string>): number {
    const before = this.state()
    const says = new Map([...wanted].filter(([name, value]) => (before.get(name) ?? '') !== value))
    this.batches.push({ number, says, isUndone: false })
    return says.size
  }

  undo(batch: ModelBatch): number {
    const before = this.state()
    batch.isUndone = true
    const after = this.state()
    return [...batch.says.keys()].filter((name) => before.get(name) !== after.get(name)).length
  }
}

test('changes and undos in any order agree with the model', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const path = await folder.makeCase([{ records: Array.from({ length: EVENTS }, (_, i) => ({ actor: `a${i}` })) }])
      const engine = askingEngine()
      const model = new Model()
      for (const tag of TAGS) await ask(engine, 'tags.set', { case: path, name: tag, colour: 'red' })
      for (const one of steps) {
        await take(engine, path, model, one)
        expect(await stateOf(engine, path)).toEqual(sorted(model.state()))
        expect(await idsOf(engine, path, 'tag:red')).toEqual(eventsOf(model, 'tag red '))
        expect(await idsOf(engine, path, 'bookmark:*')).toEqual(eventsOf(model, 'bookmark '))
      }
      for (const tag of TAGS) {
        const wanted = [...model.state().keys()].filter((name) => name.startsWith(`tag ${tag} `))
        expect(await idsOf(engine, path, `tag:${tag}`)).toEqual(wanted.map((name) => Number(name.split(' ')[2])).sort())
        const listed = (await ask(engine, 'tags.list', { case: path })).find(({ name }) => name === tag)
        expect(listed?.events).toBe(wanted.length)
      }
      await engine.close()
      const fresh = askingEngine()
      expect(await stateOf(fresh, path)).toEqual(sorted(model.state()))
      expect((await ask(fresh, 'case.verify', { case: path })).findings).toEqual([])
      await fresh.close()
    }),
    { numRuns: 25 },
  )
})

function eventsOf(model: Model, prefix: string): number[] {
  const names = [...model.state().keys()].filter((name) => name.startsWith(prefix))
  return names.map((name) => Number(name.slice(prefix.length))).sort()
}

async function take(engine: Engine, path: string, model: Model, one: Step): Promise<void> {
  if (one.do === 'change') {
    const { change } = one
    const done = await ask(engine, 'annotations.change', { case: path, target: { events: one.events }, change })
    const wanted = [...one.events].sort().map((event): [string, string] => {
      if (change.kind === 'bookmark') return [`bookmark ${event}`, change.on ? 'yes' : '']
      if (change.kind === 'tag') return [`tag ${change.tag} ${event}`, change.on ? 'yes' : '']
      return [`note ${model.noteEvents.push(event)} ${event}`, change.text]
    })
    expect(done.changed).toBe(model.add(done.batch, new Map(wanted)))
  } else if (one.do === 'edit') {
    const standing = [...model.state().keys()].filter((name) => name.startsWith('note '))
    if (standing.length === 0) return
    const name = standing[one.pick % standing.length]
    const request = { case: path, note: Number(name.split(' ')[1]), text: one.text }
    const done = await ask(engine, 'annotations.editNote', request)
    expect(done.changed).toBe(model.add(done.batch, new Map([[name, one.text]])))
  } else {
    if (model.batches.length === 0) return
    const batch = model.batches[one.pick % model.batches.length]
    const result = await engine.call('annotations.undo', { case: path, batch: batch.number })
    if (batch.isUndone) expect(result).toMatchObject({ ok: false, failure: { code: 'annotation/not-found' } })
    else expect(result).toEqual({ ok: true, value: { changed: model.undo(batch) } })
  }
}

async function stateOf(engine: Engine, path: string): Promise<[string, string][]> {
  const page = await ask(engine, 'rows.page', { case: path, filter: '', columns: [], offset: 0, limit: EVENTS })
  const found = new Map<string, string>()
  for (const { id, marks } of page.rows) {
    if (marks?.bookmarked) found.set(`bookmark ${id}`, 'yes')
    for (const tag of marks?.tags ?? []) found.set(`tag ${tag} ${id}`, 'yes')
    const notes = await ask(engine, 'annotations.notes', { case: path, event: id })
    expect(marks?.notes ?? 0).toBe(notes.length)
    for (const { note, text: says } of notes) found.set(`note ${note} ${id}`, says)
  }
  return sorted(found)
}

function sorted(state: ReadonlyMap<string, string>): [string, string][] {
  return [...state].sort(([a], [b]) => (a < b ? -1 : 1))
}
