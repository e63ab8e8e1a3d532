/** Answers that are kept for whoever asks the same again, and made once where several ask at the same time. */

/** An answer that is there or under way, and the signal of the call that it is made for. */
interface Kept<T> {
  readonly answer: Promise<T>
  readonly signal: AbortSignal
}

export class KeptAnswers<T> {
  private readonly limit: number
  private readonly answers = new Map<string, Kept<T>>()

  /** Keeps `limit` answers; the one that was not asked for longest goes. */
  constructor(limit: number) {
    this.limit = limit
  }

  /** Whether an answer is there or under way. */
  has(key: string): boolean {
    return this.answers.has(key)
  }

  /**
   * The answer of this key, or a new one. One that fails is not kept. Where the call it was made for is given up, whoever else
   * waits for it has it made anew.
   */
  async get(key: string, signal: AbortSignal, make: () => Promise<T>): Promise<T> {
    const { answers } = this
    for (;;) {
      let found = answers.get(key)
      if (found === undefined) {
        const made = { answer: make(), signal }
        made.answer.catch(() => {
          if (answers.get(key) === made) answers.delete(key)
        })
        if (answers.size >= this.limit) answers.delete(answers.keys().next().value as string)
        found = made
      } else answers.delete(key)
      answers.set(key, found)
      try {
        return await found.answer
      } catch (error) {
        if (signal.aborted || !found.signal.aborted) throw error
      }
    }
  }
}
