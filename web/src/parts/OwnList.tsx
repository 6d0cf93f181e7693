import styles from './PeriodPicker.module.css'

interface Props {
  label: string
  value: string
  options: { value: string; label: string }[]
  choose: (value: string) => void
}

/** Choose one of a few. The browser's own list weighs nothing, and phones show it well. */
export function OwnList({ label, value, options, choose }: Props) {
  return (
    <select
      className={styles['picker']}
      aria-label={label}
      value={value}
      onChange={(event) => choose(event.target.value)}
    >
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  )
}
