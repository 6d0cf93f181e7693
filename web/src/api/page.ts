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

/**
 * Give every style that scripts make the page's nonce. Ant Design does so itself, but for the few that lock scrolling
 * and measure scroll bars; only scripts of ours run, so nobody else comes to it.
 */
export function markStyles(nonce: string | undefined, page: Document = document): void {
  if (!nonce) return
  const make = page.createElement.bind(page)
  page.createElement = (name: string, options?: ElementCreationOptions) => {
    const made = make(name, options)
    if (made instanceof HTMLStyleElement) made.nonce = nonce
    return made
  }
}

/** Return whether the page was made for somebody who is not signed in: then nothing needs to be asked. */
export function isNobody(page: Document = document): boolean {
  return page.querySelector<HTMLMetaElement>('meta[name="caller"]')?.content === 'anonymous'
}

/** Return the address where somebody chooses the company they work for; undefined where the page does not tell. */
export function doorOfAll(page: Document = document): string | undefined {
  return page.querySelector<HTMLMetaElement>('meta[name="door"]')?.content || undefined
}
