import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { speak } from '@/i18n'
import { shown } from '@/testing/shown'
import { EstimateText } from './EstimateText'

const estimate = { value: 71.26, low: 70.1, high: 72.44, n: 1234, status: 'ok', reason: null }

test('a figure comes with its interval and its n', () => {
  const { container } = shown(<EstimateText estimate={estimate} form="score" />)

  expect(container.textContent).toBe('71.3[70.1 – 72.4] n = 1,234')
  const data = container.querySelector('data')
  expect(data?.value).toBe('71.26')
  expect({ ...data?.dataset }).toEqual({ low: '70.1', high: '72.44', n: '1234' })
})

test('too few answers are said, with no number', async () => {
  await speak('zh-CN', false)
  const few = {
    ...estimate,
    value: null,
    low: null,
    high: null,
    n: 7,
    status: 'insufficient',
    reason: '少于 30',
  }
  const { container } = shown(<EstimateText estimate={few} form="score" period="2026-10" />)

  expect(container.textContent).toBe('样本不足n = 7 · 2026-10')
})

test('what may still move is marked', () => {
  shown(<EstimateText estimate={{ ...estimate, status: 'provisional' }} form="score" />)

  expect(screen.getByText('Provisional')).toBeTruthy()
})

test('money is in the currency of the company, short when it is large', () => {
  const money = { ...estimate, value: 1_234_567, low: -5000, high: 2_500_000 }
  const { container } = shown(<EstimateText estimate={money} form="money" />)

  expect(container.textContent).toContain('¥1.23M')
  expect(container.textContent).toContain('[-¥5,000 – ¥2.5M]')
})

test('a scope without such a figure says so', () => {
  const { container } = shown(<EstimateText estimate={null} form="score" />)

  expect(container.textContent).toBe('No figure')
})
