import i18next from 'i18next'
import { csrfToken } from './page'
import { OFFLINE, type Fault } from './errors'

/** A refusal of one of the doors under /auth. */
export class Refused extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message)
  }
}

/** Ask a door of signing in. Raises Refused with what the server says. */
export async function ask<T>(method: 'GET' | 'POST', path: string, body: unknown = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': i18next.language }
  const given: RequestInit = { method, headers, credentials: 'same-origin' }
  if (method === 'POST') {
    headers['Content-Type'] = 'application/json'
    headers['X-CSRFToken'] = csrfToken()
    given.body = JSON.stringify(body)
  }
  let answer: Response
  try {
    answer = await fetch(path, given)
  } catch (error) {
    throw new Refused({ code: OFFLINE, message: error instanceof Error ? error.message : String(error) })
  }
  if (!answer.ok) throw new Refused(await faultIn(answer))
  return (await answer.json()) as T
}

async function faultIn(answer: Response): Promise<Fault> {
  const waits = Number(answer.headers.get('Retry-After')) || undefined
  const fault: Fault = {
    code: `HTTP_${answer.status}`,
    message: answer.statusText,
    requestId: answer.headers.get('X-Request-Id') ?? undefined,
    retryAfter: waits,
  }
  try {
    const told = (await answer.json()) as { errors?: { message: string; extensions?: { code?: string } }[] }
    const first = told.errors?.[0]
    return first ? { ...fault, message: first.message, code: first.extensions?.code ?? fault.code } : fault
  } catch {
    return fault
  }
}
