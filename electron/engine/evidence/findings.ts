/** Bounds on what a verification tells. */

/** Findings told one by one per exhibit and kind; further ones are counted. */
export const MAX_TOLD = 20
