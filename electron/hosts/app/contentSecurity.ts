/** Headers that go with every answer to a page: one text for the desktop and for loopback. */

/**
 * What a page of ours may do: run the scripts and show the styles and pictures this server gives, talk to this server, and
 * nothing else. Style elements need the nonce of their page (the grid makes some). `host` is what the request calls this
 * server, for its WebSocket; only a name of ours is written back. The desktop has none: undefined.
 */
export function contentSecurityPolicy(host: string | undefined, nonce: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce === null ? '' : ` 'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${/^(127\.0\.0\.1|localhost):\d{1,5}$/.test(host ?? '') ? ` ws://${host}` : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Everything but the content's own headers. */
export function guardHeaders(host: string | undefined, nonce: string | null): { readonly [name: string]: string } {
  return {
    'Content-Security-Policy': contentSecurityPolicy(host, nonce),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy':
      'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=(), payment=(), midi=()',
  }
}
