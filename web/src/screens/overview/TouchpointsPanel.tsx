import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Drill } from '@/parts/Drill'
import { EmptyState } from '@/parts/EmptyState'
import type { Estimate } from '@/parts/estimates'
import { EstimateText } from '@/parts/EstimateText'
import { useNames, type Named } from '@/parts/names'
import type { Form } from '@/parts/numbers'
import { Panel } from '@/parts/Panel'
import { useFilter } from '@/parts/useFilter'
import type { Answer } from '@/parts/useQuestion'
import { Explain } from './Explain'
import { foremost, type Kind, type Placed } from './foremost'
import styles from './Overview.module.css'

type Row = ReturnType<typeof foremost>[number]

/** The three touchpoints that drive loyalty most, or the three where improving is most urgent. */
export function TouchpointsPanel({ overview, kind }: { overview: Answer<Placed>; kind: Kind }) {
  const { t } = useTranslation()
  return (
    <Panel title={t(`overview.${kind}`)} answer={overview}>
      {(told) => {
        const rows = foremost(told, kind)
        if (!rows.length) return <EmptyState>{t('overview.noDrivers')}</EmptyState>
        return (
          <ol className={styles['rows']}>
            {rows.map((row) => (
              <Foremost key={row.driver.code} {...row} />
            ))}
          </ol>
        )
      }}
    </Panel>
  )
}

function Foremost({ driver, score }: Row) {
  const nameOf = useNames()
  const [segment] = useFilter('segment')
  const filters = { touchpoint: driver.code, ...(segment ? { segment } : {}) }
  const named = score?.touchpoint ?? (score && 'nameZh' in score ? (score as Named) : null)
  // A row of a segment names the touchpoint only: what its figures are made of is shown by the matrix.
  const explained = score && 'value' in score ? score.id : null
  return (
    <li className={styles['row']}>
      <span className={styles['head']}>
        <span className={styles['name']}>
          <Drill to="/drivers" filters={filters}>
            {named ? nameOf(named) : driver.code}
          </Drill>
        </span>
        <Quadrant name={driver.quadrant} isSure={driver.quadrantSure} />
      </span>
      <Part name="importance" estimate={driver.importance} form="share" score={explained} />
      <Part name="value" estimate={driver.value ?? score?.value} form="score" score={explained} />
      {explained && (
        <Part name="returnPerPoint" estimate={score?.returnPerPoint} form="money" score={explained} />
      )}
    </li>
  )
}

interface PartProps {
  name: 'importance' | 'value' | 'returnPerPoint'
  estimate: Estimate | null | undefined
  form: Form
  score: string | null
}

function Part({ name, estimate, form, score }: PartProps) {
  const { t } = useTranslation()
  const words: ReactNode = t(`figure.${name}`)
  return (
    <span className={styles['part']}>
      {score ? (
        <Explain score={score} figure={name}>
          {words}
        </Explain>
      ) : (
        words
      )}{' '}
      <EstimateText estimate={estimate} form={form} />
    </span>
  )
}

const QUADRANTS = ['concentrate_here', 'keep_it_up', 'low_priority', 'possible_overkill'] as const

function Quadrant({ name, isSure }: { name: string | null; isSure: boolean }) {
  const { t } = useTranslation()
  const known = QUADRANTS.find((one) => one === name)
  if (!known) return null
  const words = t(`quadrant.${known}`)
  return <Tag>{isSure ? words : t('quadrant.unsure', { words })}</Tag>
}
