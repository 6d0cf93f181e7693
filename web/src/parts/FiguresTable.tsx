import styles from './FiguresTable.module.css'

/** Figures as rows: what a chart draws, for who reads or exports it. */
export interface Figures {
  columns: string[]
  rows: (string | number | null)[][]
}

/** A plain table of figures. */
export function FiguresTable({ figures, label }: { figures: Figures; label: string }) {
  return (
    <div className={styles['room']} tabIndex={0} role="region" aria-label={label}>
      <table className={styles['table']}>
        <thead>
          <tr>
            {figures.columns.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.rows.map((row, place) => (
            <tr key={place}>
              {row.map((value, column) => (
                <td key={column}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
