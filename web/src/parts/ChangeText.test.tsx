import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { speak } from '@/i18n'
import { shown } from '@/testing/shown'
import { ChangeText } from './ChangeText'

const change = { value: 2.14, low: 0.92, high: 3.36, n: 2000, status: 'ok', reason: null }

test('a change has its sign, its interval and the period that it is from', () => {
  const { container } = shown(<ChangeText change={change} form="score" since="2026-08" />)

  expect(container.textContent?.trim()).toBe('+2.1[+0.9 – +3.4] since Aug 2026')
  expect(container.querySelector('[data-change]')?.getAttribute('data-change')).toBe('2.14')
})

test('what may be chance is said to be', async () => {
  await speak('zh-CN', false)
  const { container } = shown(
    <ChangeText change={{ ...change, value: -0.5, low: -1.2, high: 0.2 }} form="score" since="2026-08" />,
  )

  expect(container.textContent).toContain('-0.5')
  expect(container.textContent).toContain('可能是偶然')
})

test('a change that cannot be told says so, with no number', () => {
  const none = { ...change, value: null, low: null, high: null, reason: '3 answers' }
  const { container } = shown(<ChangeText change={none} form="score" since="2026-08" />)

  expect(screen.getByText('No change can be told')).toBeTruthy()
  expect(container.textContent).not.toMatch(/[+-]\d/)
})

test('a figure that neither period has shows nothing', () => {
  const { container } = shown(<ChangeText change={null} form="score" since="2026-08" />)

  expect(container.textContent).toBe('')
})
