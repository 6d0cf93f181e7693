/** Return the address on this host that a link names, or the first screen: never one elsewhere. */
export function placeOf(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/'
}

/** Go there with a page loaded anew, which asks who is signed in. */
export function enterAt(next: string | null): void {
  window.location.assign(placeOf(next))
}
