import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { shown } from '@/testing/shown'
import Account from './Account'

vi.setConfig({ testTimeout: 20_000 })
afterEach(() => vi.unstubAllGlobals())

const off = { SignInFactors: { viewer: { secondFactor: { since: null, recoveryCodesLeft: 0 } } } }
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })
const refusal = (status: number, code: string, message: string) =>
  json({ errors: [{ message, extensions: { code } }] }, status)

/** Answer each door in turn with what is listed for it; return what was asked. */
function doors(answers: Record<string, Response[]>) {
  const asked: [string, unknown][] = []
  vi.stubGlobal('fetch', (path: string, given: RequestInit) => {
    asked.push([path, JSON.parse((given.body as string | undefined) ?? '{}')])
    return Promise.resolve(answers[path]?.shift() ?? json({ passkeys: [] }))
  })
  return asked
}

test('what is dangerous asks for a fresh proof, and then goes on', async () => {
  const asked = doors({
    '/auth/totp': [
      refusal(403, 'FORBIDDEN', 'prove it'),
      json({ secret: 'ABC', address: 'otpauth://totp/x?secret=ABC' }),
    ],
    '/auth/confirm': [json({ confirmed: true })],
  })
  shown(<Account />, { answers: off })

  await userEvent.click(await screen.findByRole('button', { name: 'Set up codes' }))
  await userEvent.type(await screen.findByLabelText('Password', { selector: 'input' }), 'secret{Enter}')

  expect(await screen.findByText('ABC')).toBeTruthy()
  expect(asked).toContainEqual(['/auth/confirm', { password: 'secret' }])
})

test('recovery codes are shown once, after a first code', async () => {
  doors({
    '/auth/totp': [json({ secret: 'ABC', address: 'otpauth://totp/x?secret=ABC' })],
    '/auth/totp/enable': [json({ recoveryCodes: ['AAAA-BBBB', 'CCCC-DDDD'] })],
  })
  shown(<Account />, { answers: off })

  await userEvent.click(await screen.findByRole('button', { name: 'Set up codes' }))
  await userEvent.type(await screen.findByLabelText('Code from your app'), '123456{Enter}')

  expect((await screen.findByRole('list', { name: 'Recovery codes' })).children).toHaveLength(2)
  await userEvent.click(screen.getByRole('button', { name: 'I have kept them' }))
  expect(screen.queryByText('AAAA-BBBB')).toBeNull()
})

test('a wrong present password is said, and what was typed stays', async () => {
  doors({ '/auth/password': [refusal(400, 'BAD_USER_INPUT', 'the present password is another one')] })
  shown(<Account />, { answers: off })

  await userEvent.type(await screen.findByLabelText('Present password'), 'wrong')
  await userEvent.type(screen.getByLabelText('New password'), 'another horse battery{Enter}')

  expect((await screen.findByRole('alert')).textContent).toContain('the present password is another one')
  expect(screen.getByLabelText<HTMLInputElement>('New password').value).toBe('another horse battery')
})
