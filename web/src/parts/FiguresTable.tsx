import { Table } from 'antd'

/** Figures as rows: what a chart draws, for who reads or exports it. */
export interface Figures {
  columns: string[]
  rows: (string | number | null)[][]
}

/** A plain table of figures. */
export function FiguresTable({ figures, label }: { figures: Figures; label: string }) {
  return (
    <Table
      aria-label={label}
      size="small"
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={figures.columns.map((title, place) => ({ title, dataIndex: place, key: place }))}
      dataSource={figures.rows.map((row, place) => ({ ...row, key: place }))}
    />
  )
}
