// In a file of its own, for modules that import one another in a circle have no stable names.

/** The expression has no value for these answers; `message` says which rule it met. */
export class ExpressionFailed extends Error {}
