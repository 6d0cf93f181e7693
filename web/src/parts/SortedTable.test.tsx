import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { shown } from '@/testing/shown'
import { SortedTable } from './SortedTable'

const rows = [
  { id: 'b', day: '2026-02' },
  { id: 'a', day: '2026-01' },
  { id: 'c', day: '2026-03' },
]
const columns = [
  { key: 'name', title: 'Name', render: ({ id }: { id: string }) => id },
  {
    key: 'day',
    title: 'Day',
    render: ({ day }: { day: string }) => day,
    order: (one: { day: string }, other: { day: string }) => one.day.localeCompare(other.day),
  },
]
const names = () => screen.getAllByRole('row').map((row) => row.firstChild?.textContent)

test('rows are ordered by a column, the other way, and again as they came', async () => {
  shown(<SortedTable label="All" columns={columns} rows={rows} />)
  expect(names()).toEqual(['Name', 'b', 'a', 'c'])

  await userEvent.click(screen.getByRole('button', { name: 'Day' }))
  expect(names()).toEqual(['Name', 'a', 'b', 'c'])
  expect(screen.getByRole('columnheader', { name: 'Day' }).getAttribute('aria-sort')).toBe('ascending')

  await userEvent.click(screen.getByRole('button', { name: 'Day' }))
  expect(names()).toEqual(['Name', 'c', 'b', 'a'])

  await userEvent.click(screen.getByRole('button', { name: 'Day' }))
  expect(names()).toEqual(['Name', 'b', 'a', 'c'])
  expect(screen.queryByRole('button', { name: 'Name' })).toBeNull()
})
