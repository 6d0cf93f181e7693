import { useState, type ReactNode } from 'react'
import styles from './SortedTable.module.css'

export interface Column<Row> {
  key: string
  title: string
  render: (row: Row) => ReactNode
  /** Which of two rows comes first; missing where rows have no order. */
  order?: (one: Row, other: Row) => number
  /** Whether its cells need the room of a figure with its interval. */
  isWide?: boolean
}

interface Props<Row> {
  label: string
  columns: Column<Row>[]
  rows: Row[]
}

type Way = 'ascending' | 'descending'

/** A table whose rows are ordered by a column: a press on its title, another for the other way, a third for none. */
export function SortedTable<Row extends { id: string }>({ label, columns, rows }: Props<Row>) {
  const [by, setBy] = useState<{ key: string; way: Way } | null>(null)
  const order = columns.find(({ key }) => key === by?.key)?.order
  const ascending = order ? rows.toSorted(order) : rows
  const shown = by?.way === 'descending' ? ascending.toReversed() : ascending
  const turn = (key: string) =>
    setBy((now) => {
      if (now?.key !== key) return { key, way: 'ascending' }
      return now.way === 'ascending' ? { key, way: 'descending' } : null
    })
  return (
    <div className={styles['room']} tabIndex={0} role="region" aria-label={label}>
      <table className={styles['table']}>
        <thead>
          <tr>
            {columns.map((one) => (
              <Head key={one.key} column={one} way={by?.key === one.key ? by.way : null} turn={turn} />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.id}>
              {columns.map(({ key, render, isWide }) => (
                <td key={key} className={isWide ? styles['wide'] : ''}>
                  {render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const SIGNS = { ascending: '↑', descending: '↓' }

interface HeadProps<Row> {
  column: Column<Row>
  way: Way | null
  turn: (key: string) => void
}

function Head<Row>({ column: { key, title, order }, way, turn }: HeadProps<Row>) {
  if (!order) return <th scope="col">{title}</th>
  return (
    <th scope="col" aria-sort={way ?? 'none'}>
      <button type="button" className={styles['sort']} onClick={() => turn(key)}>
        {title} <span aria-hidden>{way ? SIGNS[way] : '↕'}</span>
      </button>
    </th>
  )
}
