/** Secrets in events: told by the names they stand under and by how they look; masked as `[REDACTED]`. */
export { applied, type Edit } from './edits.ts'
export { MIN_REPEATED, Redactor } from './redactor.ts'
export { CellRedactor } from './cells.ts'
export { isAboutKey, isSecretValue, keyWords, type SecretKind, secretKind } from './secretKeys.ts'
export { secretsInText, type TextSecret } from './secretText.ts'
