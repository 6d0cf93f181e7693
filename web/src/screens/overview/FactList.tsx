import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNames } from '@/parts/names'
import { written } from '@/parts/numbers'
import { moment } from '@/parts/time'
import type { Fact } from './useExplanation'
import styles from './Overview.module.css'

/** The newest of the answers that a score counts. */
export function FactList({ facts, count }: { facts: Fact[]; count: number }) {
  const { t } = useTranslation()
  const nameOf = useNames()
  if (!count) return <p>{t('explain.noFacts')}</p>
  return (
    <section aria-label={t('explain.facts')}>
      <h3>{t('explain.factsOf', { shown: facts.length, count: written(count, 'count') })}</h3>
      <ul className={styles['rows']}>
        {facts.map((fact) => (
          <li key={fact.id} className={styles['row']}>
            <span className={styles['head']}>
              <strong>{fact.touchpoint ? nameOf(fact.touchpoint) : t('explain.whole')}</strong>
              <time dateTime={fact.occurredAt}>{moment(fact.occurredAt)}</time>
            </span>
            {fact.text && <span>{fact.text}</span>}
            <span>
              {fact.nps !== null && <Tag>NPS {fact.nps}</Tag>}
              {fact.csat !== null && <Tag>CSAT {fact.csat}/5</Tag>}
              {fact.rating !== null && (
                <Tag>
                  {fact.rating}/{fact.ratingMax}
                </Tag>
              )}
              {fact.loyalty !== null && <Tag>{t('figure.loyalty') + ` ${fact.loyalty}/10`}</Tag>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
