import { ask } from './rest'
import { storeOf } from './store'

/** What /auth/session tells: who is signed in, and how one may sign in here. */
export interface SessionInfo {
  kind: string
  name: string
  capabilities: string[]
  sso: { isOnlyWay: boolean } | null
  /** Null unless a second factor is wanted before all else: by what it may be given; nothing when one is to be set up. */
  secondFactorRequired?: string[] | null
  notice: { code: string; message: string } | null
}

/** Set while the session of somebody who works here has ended: the screen stays as it is until they are back. */
export const endedSession = storeOf<null | { back: (signedIn: boolean) => void }>(null)

let waiting: Promise<boolean> | null = null

/** Ask the person to sign in again over what they are doing; whether they did. Asked once, however many wait. */
export function signInAgain(): Promise<boolean> {
  waiting ??= new Promise<boolean>((resolve) => {
    endedSession.set({ back: resolve })
  }).finally(() => {
    waiting = null
    endedSession.set(null)
  })
  return waiting
}

/** What answers a password: a session, or the wish for a second factor. */
export interface Entered {
  secondFactor?: ('totp' | 'recovery')[]
}

export const session = {
  read: () => ask<SessionInfo>('GET', '/auth/session'),
  signIn: (email: string, password: string) => ask<Entered>('POST', '/auth/login', { email, password }),
  secondFactor: (code: string) => ask<Entered>('POST', '/auth/second-factor', { code }),
  signOut: () => ask('POST', '/auth/logout'),
  askReset: (email: string) => ask('POST', '/auth/reset', { email }),
  reset: (token: string, password: string) =>
    ask<Entered>('POST', '/auth/reset/confirm', { token, password }),
  accept: (token: string, password: string) => ask<Entered>('POST', '/auth/invitation', { token, password }),
  ownAccount: (next: string | null) => ask<{ location: string }>('POST', '/auth/sso', { next }),
}
