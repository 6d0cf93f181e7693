import { ask } from './rest'
import type { Entered } from './session'

/** Whether this browser can sign in with a passkey at this address. */
export const hasPasskeys = (): boolean =>
  window.isSecureContext && typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function'

/** Sign in with a passkey of this device. Raises Refused, or the browser's own refusal when the person gave up. */
export async function signInWithPasskey(): Promise<Entered> {
  const { publicKey } = await ask<{ publicKey: PublicKeyCredentialRequestOptionsJSON }>(
    'POST',
    '/auth/passkeys/ask',
  )
  const given = await navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey),
  })
  if (!(given instanceof PublicKeyCredential)) throw new Error('no credential')
  return ask('POST', '/auth/passkeys/sign-in', { credential: given.toJSON() })
}

/** Make a passkey on this device, under a name. Raises Refused, or the browser's own refusal. */
export async function makePasskey(name: string): Promise<void> {
  const { publicKey } = await ask<{ publicKey: PublicKeyCredentialCreationOptionsJSON }>(
    'POST',
    '/auth/passkeys/make',
  )
  const made = await navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey),
  })
  if (!(made instanceof PublicKeyCredential)) throw new Error('no credential')
  await ask('POST', '/auth/passkeys/add', { name, credential: made.toJSON() })
}
