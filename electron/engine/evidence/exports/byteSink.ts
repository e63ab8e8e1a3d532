/** Where the bytes of an export go: a file, or an entry of a ZIP. Formats know no more of it than this. */
import { Writable } from 'node:stream'

/** Takes text and bytes, in order. A promise is to be waited for before more is handed over; undefined: go on. */
export interface ByteSink {
  /** UTF-8. */
  write(text: string): Promise<void> | undefined
  /** The bytes are copied: they may change once it returns. */
  writeBytes(bytes: Uint8Array): Promise<void> | undefined
}

/** A Node stream into a sink, for writers that know streams alone. It fails as the sink does. */
export function sinkStream(sink: ByteSink): Writable {
  return new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      const wait = sink.writeBytes(chunk)
      if (wait === undefined) done()
      else wait.then(() => done(), done)
    },
  })
}
