/**
 * What a page may load and run: our own files, the scripts its nonce names, and what those load. Styles in attributes
 * carry a character's colours and sizes; style elements and scripts in the markup need the nonce.
 * @param nonce of this one answer; Next puts it on the scripts it writes
 * @param isDevelopment React's development build rebuilds server stacks with eval
 */
export function pagePolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
