import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    // Fixed, so that no test leans on the machine's own.
    env: { TZ: 'UTC', LC_ALL: 'C' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Node takes the sources as they are, as it does for the product: what no bundler made anew is what is tested.
    experimental: { viteModuleRunner: false },
    pool: 'forks',
    // One less than there are cores is the usual, which on two leaves one idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
})
