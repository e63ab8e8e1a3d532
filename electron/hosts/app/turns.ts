/**
 * Calls begin one after another, each in a turn of its own. The engine works in one thread, and calls that come in together
 * would be worked on piece by piece, so that the first is answered about when the last is. In turn the first is answered
 * first (the page asks for its rows before it asks for what it counts of them), and what was given up meanwhile is known
 * to be so before its turn comes.
 */
export class Turns {
  private last: Promise<void> = Promise.resolve()

  /** Resolves when all that came before have begun and run until they waited for something, and messages were read since. */
  next(): Promise<void> {
    this.last = this.last.then(() => new Promise<void>((resolve) => setImmediate(resolve)))
    return this.last
  }
}
