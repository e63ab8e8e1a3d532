/** How many values of a facet are shown. */
export const FIRST_VALUES = 20
export const MORE_VALUES = 100
