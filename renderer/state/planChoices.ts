/** What the user chooses for files before their import, typed choices among them. No DOM here, so that it can be tested. */
import type { ImportChoice, PlannedFile } from '../../shared/api/index.ts'
import { isTimeZone, microsOfDay } from '../../shared/time/index.ts'

/** Choices for a file that are typed, and may be nothing that can be used. */
export type TypedChoice = 'timezone' | 'lastDay'

/** By path of the file, as planned. */
export interface PlanChoices {
  readonly choices: { readonly [path: string]: ImportChoice }
  /** What is typed and cannot be used, as it stands in its field; the choice made before goes on to count. */
  readonly mistakes: { readonly [path: string]: { readonly [choice in TypedChoice]?: string } }
}

const isUsable: { readonly [choice in TypedChoice]: (text: string) => boolean } = {
  timezone: isTimeZone,
  lastDay: (text) => microsOfDay(text) !== null,
}

/** With a choice for a file, besides what was chosen for it before. */
export function withChoice(before: PlanChoices, path: string, choice: ImportChoice): PlanChoices {
  return { ...before, choices: { ...before.choices, [path]: { ...before.choices[path], ...choice } } }
}

/**
 * With what is typed for a file: it counts as soon as it can be used; emptied, the choice is taken back. `choices` stays the
 * same object where nothing else counts than before.
 */
export function withTyped(before: PlanChoices, path: string, choice: TypedChoice, typed: string): PlanChoices {
  const text = typed.trim()
  const isGood = text === '' || isUsable[choice](text)
  const mistake = { ...before.mistakes[path], [choice]: isGood ? undefined : typed }
  const after = { choices: before.choices, mistakes: { ...before.mistakes, [path]: mistake } }
  const chosen = text === '' ? undefined : text
  return isGood && chosen !== before.choices[path]?.[choice] ? withChoice(after, path, { [choice]: chosen }) : after
}

/** Files to be imported whose years are told by another day than the one chosen for `path`; none where none is chosen. */
export function filesOfOtherDays(
  { choices }: PlanChoices,
  files: readonly PlannedFile[],
  path: string,
): readonly string[] {
  const day = choices[path]?.lastDay
  if (day === undefined) return []
  return files.flatMap((file) =>
    file.kind === 'readable' &&
    file.path !== path &&
    file.yearsTold !== null &&
    choices[file.path]?.skip !== true &&
    choices[file.path]?.lastDay !== day
      ? [file.path]
      : [],
  )
}

/** With the last day that is chosen for `path` for `others`, too, whatever was typed for them. */
export function withDayFor(before: PlanChoices, path: string, others: readonly string[]): PlanChoices {
  const day = before.choices[path]?.lastDay ?? ''
  return others.reduce((choices, other) => withTyped(choices, other, 'lastDay', day), before)
}

/** Whether a file is to be imported, and something is typed for it, in a field it still has, that cannot be used. */
export function isMistaken({ choices, mistakes }: PlanChoices, file: PlannedFile): boolean {
  if (file.kind !== 'readable' || choices[file.path]?.skip === true) return false
  const { timezone, lastDay } = mistakes[file.path] ?? {}
  return timezone !== undefined || (lastDay !== undefined && file.yearsTold !== null)
}

/** For a plan: a file that is left out is looked at all the same, as it can still be taken. */
export function withoutSkips(choices: PlanChoices['choices']): PlanChoices['choices'] {
  return Object.fromEntries(Object.entries(choices).map(([path, choice]) => [path, { ...choice, skip: false }]))
}
