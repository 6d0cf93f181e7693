import i18next from 'i18next'
import { csrfToken } from './page'
import { noAnswer, OFFLINE, type Fault } from './errors'
import { newNumber, NUMBER } from './numbers'

/** A refusal of one of the doors under /auth. */
export class Refused extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message)
  }
}

/** Ask a door of signing in. Raises Refused with what the server says. */
export async function ask<T>(method: 'GET' | 'POST', path: string, body: unknown = {}): Promise<T> {
  const requestId = newNumber()
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': i18next.language,
    [NUMBER]: requestId,
  }
  const given: RequestInit = { method, headers, credentials: 'same-origin' }
  if (method === 'POST') {
    headers['Content-Type'] = 'application/json'
    headers['X-CSRFToken'] = csrfToken()
    given.body = JSON.stringify(body)
  }
  let answer: Response
  try {
    answer = await fetch(path, given)
  } catch {
    throw new Refused({ code: OFFLINE, message: noAnswer(), requestId })
  }
  if (!answer.ok) throw new Refused(await faultIn(answer, requestId))
  return (await answer.json()) as T
}

async function faultIn(answer: Response, requestId: string): Promise<Fault> {
  const waits = Number(answer.headers.get('Retry-After')) || undefined
  const fault: Fault = { code: `HTTP_${answer.status}`, message: noAnswer(), requestId, retryAfter: waits }
  try {
    const told = (await answer.json()) as { errors?: { message: string; extensions?: { code?: string } }[] }
    const first = told.errors?.[0]
    return first ? { ...fault, message: first.message, code: first.extensions?.code ?? fault.code } : fault
  } catch {
    return fault
  }
}

/** Return whether an address of ours answers; does not raise. */
export async function isThere(address: string): Promise<boolean> {
  try {
    return (await fetch(address, { method: 'HEAD' })).ok
  } catch {
    return false
  }
}
