import { useTranslation } from 'react-i18next'
import { ChangeText } from '@/parts/ChangeText'
import type { Estimate } from '@/parts/estimates'
import { EstimateText } from '@/parts/EstimateText'
import { Explain } from './Explain'
import styles from './Overview.module.css'

export const HEADLINE = ['returnIndex', 'value', 'nps', 'loyalty'] as const
export const OF_SOME = ['value', 'nps', 'loyalty'] as const
export type Name = (typeof HEADLINE)[number]
type Figures = Partial<Record<Name, Estimate | null>>

interface Props {
  names: readonly Name[]
  score: Figures & { id: string }
  change: Figures | undefined
  since: string | null
  /** Whether the person may ask what the figures are made of. */
  isTraced?: boolean
}

/** The figures of one scope side by side, each with its change since another period and what it is made of. */
export function FigureList({ names, score, change, since, isTraced = true }: Props) {
  const { t } = useTranslation()
  return (
    <dl className={styles['headline']}>
      {names.map((name, place) => {
        const form = name === 'loyalty' ? 'points' : 'score'
        return (
          <div key={name} className={styles['figure']}>
            <dt>
              {isTraced ? (
                <Explain score={score.id} figure={name}>
                  {t(`figure.${name}`)}
                </Explain>
              ) : (
                t(`figure.${name}`)
              )}
            </dt>
            <dd>
              <EstimateText estimate={score[name]} form={form} size={place === 0 ? 'large' : 'medium'} />
              {since && <ChangeText change={change?.[name]} form={form} since={since} />}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
