/** A two-way channel that carries messages: a message port, a WebSocket, whatever else keeps them whole and in order. */

export interface Wire {
  /**
   * Sends a message. After the wire has closed it does nothing. Throws `FailureError` with `host/too-large` where the
   * carrier would not take a message of that size.
   */
  post(message: unknown): void
  /**
   * Hears what the other side sends, as it came: nothing is checked yet. What the carrier could not read is `undefined`.
   * To be called once.
   */
  onMessage(listener: (message: unknown) => void): void
  /** Hears once that the wire is gone, whoever closed it. Called at once where it is gone already. */
  onClose(listener: () => void): void
  close(): void
  /** True while the other side takes less than is sent; what can be left out is then left out. */
  isCongested?(): boolean
}
