/** The mapping thread's side of the line to the writing thread: requests in order, a bounded number under way. */
import type { MessagePort, Transferable } from 'node:worker_threads'
import { type Failure, FailureError } from '../../../../shared/failure.ts'
import type { BatchMessage, FromWriter, ToWriter } from './messages.ts'

/** Batches sent and not yet written. Each holds about a mebibyte of records. */
const MAX_UNDER_WAY = 4

export class WriterPort {
  private readonly port: MessagePort
  private readonly waiting: ((reply: FromWriter) => void)[] = []
  private readonly underWay = new Set<Promise<FromWriter>>()
  /** The first failure of a batch since `ask` last looked. */
  private failure: Failure | undefined

  constructor(port: MessagePort) {
    this.port = port
    port.on('message', (reply: FromWriter) => this.waiting.shift()?.(reply))
  }

  /** Sends a batch; waits while too many are under way. Fails with what an earlier batch failed with. */
  async send(batch: BatchMessage): Promise<void> {
    while (this.underWay.size >= MAX_UNDER_WAY) await Promise.race(this.underWay)
    this.throwFailure()
    const own = withOwnBytes(batch)
    const reply = this.post(own, transferables(own))
    this.underWay.add(reply)
    void reply.then((answer) => {
      this.underWay.delete(reply)
      if (answer.type === 'failed') this.failure ??= answer.failure
    })
  }

  /** Sends a message after all batches and waits for its answer. Fails with what it, or a batch, failed with. */
  async ask(message: Exclude<ToWriter, BatchMessage>): Promise<FromWriter> {
    await Promise.all(this.underWay)
    if (message.type !== 'abort' && message.type !== 'close') this.throwFailure()
    this.failure = undefined
    const reply = await this.post(message, [])
    if (reply.type === 'failed') throw new FailureError(reply.failure)
    return reply
  }

  close(): void {
    this.port.close()
  }

  private post(message: ToWriter, transfer: Transferable[]): Promise<FromWriter> {
    return new Promise((resolve) => {
      this.waiting.push(resolve)
      this.port.postMessage(message, transfer)
    })
  }

  private throwFailure(): void {
    if (this.failure !== undefined) throw new FailureError(this.failure)
  }
}

/**
 * The batch with memory of its own, so that all of it can be transferred: where a view is all there is of its buffer, or
 * nearly so for records, whose buffer nobody else needs, the buffer itself goes; else a copy.
 */
function withOwnBytes(batch: BatchMessage): BatchMessage {
  const { recordBytes } = batch
  return {
    ...batch,
    recordBytes: recordBytes.length * 2 > recordBytes.buffer.byteLength ? recordBytes : new Uint8Array(recordBytes),
    blocks: batch.blocks.map(({ startByte, bytes }) => ({
      startByte,
      bytes: bytes.length === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes),
    })),
  }
}

/** The buffers of a batch; every one of them is the batch's alone. */
function transferables(batch: BatchMessage): Transferable[] {
  const buffers = new Set<ArrayBuffer>()
  const add = (view: ArrayBufferView): void => {
    if (view.buffer instanceof ArrayBuffer && view.byteLength * 2 > view.buffer.byteLength) buffers.add(view.buffer)
  }
  for (const block of batch.blocks) add(block.bytes)
  for (const column of batch.columns) add(column.codes)
  for (const view of [
    batch.starts,
    batch.ends,
    batch.recordBytes,
    batch.eventRecords,
    batch.times,
    batch.timeForms,
    batch.keys,
  ])
    add(view)
  return [...buffers]
}
