/** Return the token that changes send along, from the cookie whose name the page tells. */
export function csrfToken(page: Document = document): string {
  const name = page.querySelector<HTMLMetaElement>('meta[name="csrf-cookie"]')?.content ?? 'csrftoken'
  const cookie = page.cookie.split('; ').find((one) => one.startsWith(`${name}=`))
  return cookie ? decodeURIComponent(cookie.slice(name.length + 1)) : ''
}

/** Return the nonce that styles need under the page's policy. */
export function styleNonce(page: Document = document): string | undefined {
  return page.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined
}
