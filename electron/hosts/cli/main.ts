#!/usr/bin/env node
/** Entry of the command line. */
import { keepCompiled } from '../runtime/index.ts'

keepCompiled()
await import('./program.ts')
