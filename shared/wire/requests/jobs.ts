/** Work in the background. */
import type { Api, JobWork } from '../../api/index.ts'
import { verifying } from './cases.ts'
import { exporting, exportingSessions } from './exports.ts'
import { importing, pulling } from './imports.ts'
import { attaching, packing, verifyingPack } from './packs.ts'
import { drawingSample, freezing } from './samples.ts'
import { count, nullable, object, oneOf, type RequestShapes, variants } from '../shape.ts'

const work = variants<JobWork, 'entry'>('entry', {
  'case.import': object({ entry: oneOf(['case.import']), request: importing }),
  'case.pull': object({ entry: oneOf(['case.pull']), request: pulling }),
  'case.verify': object({ entry: oneOf(['case.verify']), request: verifying }),
  'rows.export': object({ entry: oneOf(['rows.export']), request: exporting }),
  'pack.make': object({ entry: oneOf(['pack.make']), request: packing }),
  'pack.verify': object({ entry: oneOf(['pack.verify']), request: verifyingPack }),
  'pack.attach': object({ entry: oneOf(['pack.attach']), request: attaching }),
  'sessions.export': object({ entry: oneOf(['sessions.export']), request: exportingSessions }),
  'populations.freeze': object({ entry: oneOf(['populations.freeze']), request: freezing }),
  'samples.draw': object({ entry: oneOf(['samples.draw']), request: drawingSample }),
})

export const jobRequests: RequestShapes<
  Pick<Api, 'jobs.start' | 'jobs.watch' | 'jobs.files' | 'jobs.cancel' | 'jobs.dismiss'>
> = {
  'jobs.start': object({ work }),
  'jobs.watch': object({ since: nullable(count), waitMs: count }),
  'jobs.files': object({ job: count, offset: count, limit: count }),
  'jobs.cancel': object({ job: count }),
  'jobs.dismiss': object({ job: count }),
}
