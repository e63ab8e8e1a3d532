/** The shape of every entry's request. An entry or a field that is missing here does not compile. */
import type { Api, AppApi } from '../../api/index.ts'
import type { RequestShapes } from '../shape.ts'
import { annotationRequests } from './annotations.ts'
import { caseRequests } from './cases.ts'
import { exportRequests } from './exports.ts'
import { importRequests } from './imports.ts'
import { jobRequests } from './jobs.ts'
import { packRequests } from './packs.ts'
import { rowRequests } from './rows.ts'
import { sampleRequests } from './samples.ts'
import { hostRequests } from './host.ts'

export { filterShape } from './basics.ts'

/** What the engine's entries may be asked. */
export const engineRequests: RequestShapes<Api> = {
  ...caseRequests,
  ...importRequests,
  ...rowRequests,
  ...exportRequests,
  ...annotationRequests,
  ...packRequests,
  ...sampleRequests,
  ...jobRequests,
}

/** What the app may ask. */
export const appRequests: RequestShapes<AppApi> = { ...engineRequests, ...hostRequests }
