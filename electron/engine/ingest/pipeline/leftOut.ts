/** Takes records out of runs that are to be no events: their bytes stay in the exhibit, as gaps with a name. */
import type { Gap, RecordRun } from '../record.ts'

export class LeftOut {
  private readonly starts: Float64Array
  private next = 0

  /** Where the records start, ascending, counted from byte 0 of the exhibit. Runs come in the exhibit's order. */
  constructor(starts: Float64Array) {
    this.starts = starts
  }

  /** The run without them; the same run where it has none. */
  from(run: RecordRun): RecordRun {
    const kept: number[] = []
    const gaps: Gap[] = [...run.gaps]
    for (let i = 0; i < run.count; i++) {
      const startByte = run.firstByte + run.starts[i]
      while (this.starts[this.next] < startByte) this.next++
      if (this.starts[this.next] === startByte)
        gaps.push({ startByte, endByte: run.firstByte + run.ends[i], kind: 'pulled-before' })
      else kept.push(i)
    }
    if (kept.length === run.count) return run
    return {
      ...run,
      count: kept.length,
      starts: Uint32Array.from(kept, (i) => run.starts[i]),
      ends: Uint32Array.from(kept, (i) => run.ends[i]),
      lines: Float64Array.from(kept, (i) => run.lines[i]),
      gaps,
    }
  }
}
