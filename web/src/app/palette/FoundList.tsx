import { useTranslation } from 'react-i18next'
import type { Find } from './useFinds'
import styles from './Palette.module.css'

interface Props {
  id: string
  found: Find[]
  /** Which of them Enter takes. */
  place: number
  point: (place: number) => void
  run: (find: Find) => void
}

/** What was found, one line each; the one that Enter takes is marked and in sight. */
export function FoundList({ id, found, place, point, run }: Props) {
  const { t } = useTranslation()
  return (
    <ul id={id} role="listbox" aria-label={t('palette.found')} className={styles['list']}>
      {found.map((find, at) => (
        <li
          key={find.key}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === place}
          className={styles['find']}
          ref={(row) => void (at === place && row?.scrollIntoView({ block: 'nearest' }))}
          onMouseMove={() => point(at)}
          onClick={() => run(find)}
        >
          <span aria-hidden>{find.icon}</span>
          <span className={styles['name']}>{find.name}</span>
          <span className={styles['sort']}>{find.sort}</span>
        </li>
      ))}
    </ul>
  )
}
