/** How many values of a facet are shown: a few, so that several facets are in view; more on asking; the rest by search. */
export const FEW_VALUES = 8
/** Asked for all open facets at once. */
export const FIRST_VALUES = 20
export const MORE_VALUES = 100
