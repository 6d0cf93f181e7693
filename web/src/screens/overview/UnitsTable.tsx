import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { EmptyState } from '@/parts/EmptyState'
import { EstimateText } from '@/parts/EstimateText'
import { Panel } from '@/parts/Panel'
import type { Answer } from '@/parts/useQuestion'
import type { UnitsTold } from './useUnits'
import styles from './Overview.module.css'

/** All units that the person sees, each leading to its own figures. */
export function UnitsTable({ answer, names }: { answer: Answer<UnitsTold>; names: Map<string, string> }) {
  const { t } = useTranslation()
  const [here] = useSearchParams()
  const to = (code: string) => {
    const search = new URLSearchParams(here)
    search.set('unit', code)
    return { search: search.toString() }
  }
  return (
    <Panel title={t('overview.units')} answer={answer}>
      {({ scores }) =>
        scores.nodes.length ? (
          <ul className={styles['rows']}>
            {scores.nodes.map((score) => (
              <li key={score.id} className={styles['row']}>
                <span className={styles['name']}>
                  <Link to={to(score.code)}>{names.get(score.code) ?? score.code}</Link>
                </span>
                <span className={styles['part']}>
                  {t('figure.value')} <EstimateText estimate={score.value} form="score" />
                </span>
                <span className={styles['part']}>
                  {t('figure.nps')} <EstimateText estimate={score.nps} form="score" />
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <EmptyState>{t('overview.noUnits')}</EmptyState>
        )
      }
    </Panel>
  )
}
