/** Memory of this process, as the system counts it. */
import { readFileSync } from 'node:fs'

export interface Memory {
  /** Resident now. */
  readonly rssBytes: number
  /** Most that was ever resident. */
  readonly peakBytes: number
}

/**
 * Linux: VmRSS and VmHWM of /proc/self/status, which begin anew with the program. Elsewhere what `getrusage` tells.
 */
export function processMemory(): Memory {
  const rssBytes = process.memoryUsage.rss()
  try {
    const status = readFileSync('/proc/self/status', 'utf8')
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)
    if (peak !== null) return { rssBytes, peakBytes: Number(peak[1]) * 1024 }
  } catch {
    // There is no /proc here; the other way follows.
  }
  return { rssBytes, peakBytes: process.resourceUsage().maxRSS * 1024 }
}
