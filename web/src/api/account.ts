import { ask } from './rest'

/** A passkey as its owner sees it. */
export interface KnownPasskey {
  id: string
  name: string
  createdAt: string
  lastUsedAt: string | null
}

/** The doors at which a person changes how they sign in. */
export const account = {
  confirm: (proof: { password: string } | { code: string }) => ask('POST', '/auth/confirm', proof),
  changePassword: (current: string, password: string) => ask('POST', '/auth/password', { current, password }),
  beginCodes: () => ask<{ secret: string; address: string }>('POST', '/auth/totp'),
  enableCodes: (code: string) => ask<{ recoveryCodes: string[] }>('POST', '/auth/totp/enable', { code }),
  disableCodes: () => ask('POST', '/auth/totp/disable'),
  newRecoveryCodes: () => ask<{ recoveryCodes: string[] }>('POST', '/auth/recovery-codes'),
  passkeys: () => ask<{ passkeys: KnownPasskey[] }>('GET', '/auth/passkeys'),
  removePasskey: (id: string) => ask('POST', '/auth/passkeys/remove', { id }),
}
