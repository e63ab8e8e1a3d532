/** Entry of `npm start`. */
import { keepCompiled } from '../runtime/index.ts'

keepCompiled()
await import('./program.ts')
