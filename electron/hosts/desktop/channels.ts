/** Channels between the window and the main process, and what goes over them. */

/** Window to main: "give me a connection". Answered with nothing; the port comes over {@link portChannel}. */
export const connectChannel = 'vouch:connect'

/** Main to window: the port of a new connection, transferred. */
export const portChannel = 'vouch:port'

/** Main to window: an `EngineLostMessage` or a `CommandMessage`. */
export const messageChannel = 'vouch:message'
