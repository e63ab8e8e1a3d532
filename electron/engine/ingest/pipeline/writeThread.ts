/** The writing thread of an import: answers the mapping thread's messages one after the other. */
import { type MessagePort, workerData } from 'node:worker_threads'
import { type Failure, FailureError } from '../../../../shared/failure.ts'
import { caseFailure, type CaseFile, openOrCreateCase } from '../../case/index.ts'
import { ExhibitWriter } from './exhibitWriter.ts'
import type { FromWriter, ToWriter } from './messages.ts'

export interface WriteThreadData {
  readonly casePath: string
  readonly version: string
  readonly port: MessagePort
}

const { casePath, version, port } = workerData as WriteThreadData
let file: CaseFile | undefined
let writer: ExhibitWriter | undefined
/** Set once an exhibit failed: what was sent of it before the mapping thread knew is answered with the same failure. */
let failure: Failure | undefined
/** Why the case cannot be opened: not tried again, since waiting for another process's lock takes its time. */
let unopened: Failure | undefined

port.on('message', (message: ToWriter) => {
  const reply = answer(message)
  port.postMessage(reply)
  if (message.type === 'close') port.close()
})

function answer(message: ToWriter): FromWriter {
  if (unopened !== undefined) return { type: 'failed', failure: unopened }
  if (failure !== undefined && (message.type === 'batch' || message.type === 'finish'))
    return { type: 'failed', failure }
  failure = undefined
  try {
    return handle(message)
  } catch (error) {
    const known = caseFailure(error, casePath)
    if (!(known instanceof FailureError)) throw error
    if (message.type !== 'close') writer?.abort()
    failure = known.failure
    if (writer === undefined) unopened = failure
    return { type: 'failed', failure }
  }
}

function handle(message: ToWriter): FromWriter {
  // Nothing came in: a case that is not there is not made for it.
  if (file === undefined && message.type !== 'begin') return { type: 'done' }
  file ??= openOrCreateCase(casePath, version)
  writer ??= new ExhibitWriter(file.db, version)
  switch (message.type) {
    case 'begin':
      return writer.begin(message)
    case 'batch':
      writer.batch(message)
      return { type: 'done' }
    case 'finish':
      return writer.finish(message)
    case 'container':
      writer.container(message)
      return { type: 'done' }
    case 'abort':
      writer.abort()
      return { type: 'done' }
    case 'close':
      try {
        return { type: 'closed', duplicates: writer.close() }
      } finally {
        file.close()
      }
  }
}
