/** Keys come from logs: none of them may reach a prototype. */

/** Sets an own property of any name, `__proto__` included. */
export function setOwn<T>(object: { [key: string]: T }, key: string, value: T): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  } else object[key] = value
}
