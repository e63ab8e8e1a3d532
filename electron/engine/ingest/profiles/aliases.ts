/** What a profile may write for a path: the path itself, or a name it gave to a list of paths. */
import type { ProfileSource } from './profileSource.ts'

/**
 * The paths that a reference stands for, in order of preference: those of the alias it names, alone or as first
 * segment (`meta.ip`), else the reference itself. What an alias lists is paths, not further aliases.
 */
export function pathResolver(spec: Pick<ProfileSource, 'aliases'>): (reference: string) => readonly string[] {
  const aliases = new Map(spec.aliases)
  return (reference) => {
    const whole = aliases.get(reference)
    if (whole !== undefined) return whole
    const end = reference.search(/[.[]/)
    const head = end < 0 ? undefined : aliases.get(reference.slice(0, end))
    return head === undefined ? [reference] : head.map((path) => path + reference.slice(end))
  }
}
