/** `1 event`, `1,204 events`: a figure that is already written out, with the word that goes with it. */
export function several(count: string, one: string, many: string): string {
  return `${count} ${count === '1' ? one : many}`
}
