/** The one function of `bcrypt-pbkdf` that is used; the package brings no types. */
declare module 'bcrypt-pbkdf' {
  /** Writes `keylen` bytes to `key`; 0 where it could. */
  export function pbkdf(
    pass: Uint8Array,
    passlen: number,
    salt: Uint8Array,
    saltlen: number,
    key: Uint8Array,
    keylen: number,
    rounds: number,
  ): number
}
