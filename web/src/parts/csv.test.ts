import { expect, test } from 'vitest'
import { csvOf } from './csv'

test('figures are written so that a spreadsheet reads them', () => {
  const figures = {
    columns: ['触点', 'n'],
    rows: [
      ['等位, "A"', 12],
      [null, 0.5],
    ],
  }

  expect(csvOf(figures)).toBe('\uFEFF触点,n\r\n"等位, ""A""",12\r\n,0.5\r\n')
})

test.each(['=1+1', '+1', '-1', '@x'])('%s of a customer does not become a formula', (text) => {
  expect(csvOf({ columns: [], rows: [[text]] })).toContain(`'${text}`)
})
