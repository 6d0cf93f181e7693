import { ExperimentOutlined, MinusCircleOutlined, ScheduleOutlined } from '@ant-design/icons'
import { Button, Tag, Tooltip } from 'antd'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useViewer } from '@/app/viewer'
import { AttentionTag } from '@/parts/AttentionTag'
import { EstimateText } from '@/parts/EstimateText'
import { useNames, type Named } from '@/parts/names'
import { written } from '@/parts/numbers'
import type { Numbered } from './numbered'
import type { Choices } from './useChoices'
import type { Point } from './useMatrix'
import styles from './Drivers.module.css'

const MUCH_BLUR = 5
const FIRST_UPLIFT = 0.5

interface Props {
  numbered: Numbered
  beside: Point | null
  /** The segment beside it: null is everybody, undefined that none is. */
  besideName: string | null | undefined
  named: Named | undefined
  choices: Choices
}

/** One touchpoint of the legend: its figures, what is open about them, and what to do about it. */
export function PointRow({ numbered: { number, point }, beside, besideName, named, choices }: Props) {
  const { t } = useTranslation()
  const nameOf = useNames()
  const name = named ? nameOf(named) : point.code
  const isChosen = choices.touchpoint === point.code
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView?.({ block: 'nearest' })
  }, [isChosen])
  return (
    <li ref={row} className={styles['row']} data-chosen={isChosen || undefined}>
      <div className={styles['head']}>
        <button
          type="button"
          className={styles['name']}
          aria-pressed={isChosen}
          onClick={() => choices.choose(isChosen ? null : point.code)}
        >
          <span className={styles['number']}>{number}</span>
          {name}
        </button>
        <Actions point={point} name={name} choices={choices} />
      </div>
      <Figures point={point} />
      {besideName !== undefined && (
        <div className={styles['beside']}>
          <small>{besideName ?? t('drivers.everybody')}</small>
          {beside ? <Figures point={beside} /> : <span>{t('estimate.none')}</span>}
        </div>
      )}
      {isChosen && <More point={point} />}
    </li>
  )
}

function Figures({ point }: { point: Point }) {
  const { t } = useTranslation()
  return (
    <div className={styles['figures']}>
      <span>
        {t('figure.importance')} <EstimateText estimate={point.importance} form="share" />
      </span>
      <span>
        {t('figure.value')} <EstimateText estimate={point.value} form="score" />
      </span>
      {point.quadrant && !point.quadrantSure && (
        <Tooltip title={t('drivers.unsureWhy')}>
          <Tag tabIndex={0}>{t('drivers.unsure')}</Tag>
        </Tooltip>
      )}
      {(point.vif ?? 0) > MUCH_BLUR && <AttentionTag>VIF {written(point.vif ?? 0, 'score')}</AttentionTag>}
    </div>
  )
}

function More({ point }: { point: Point }) {
  const { t } = useTranslation()
  return (
    <div className={styles['figures']}>
      <span>
        {t('drivers.slope')} <EstimateText estimate={point.slope} form="points" />
      </span>
      <span>
        {t('drivers.reach')} <EstimateText estimate={point.reach} form="share" />
      </span>
    </div>
  )
}

function Actions({ point, name, choices }: { point: Point; name: string; choices: Choices }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const [here] = useSearchParams()
  const period = here.get('period')
  const simulated = { [`m.${point.code}`]: String(FIRST_UPLIFT), ...(period ? { period } : {}) }
  const planned = { form: 'new', touchpoint: point.code }
  return (
    <span className={styles['actions']}>
      {can('plans:read') && (
        <Lead to="/simulator" filters={simulated} words={t('drivers.simulate', { name })}>
          <ExperimentOutlined />
        </Lead>
      )}
      {can('plans:write') && (
        <Lead to="/plans" filters={planned} words={t('drivers.plan', { name })}>
          <ScheduleOutlined />
        </Lead>
      )}
      <Tooltip title={t('drivers.leaveOut', { name })}>
        <Button
          type="text"
          size="small"
          icon={<MinusCircleOutlined />}
          aria-label={t('drivers.leaveOut', { name })}
          onClick={() => choices.leaveOut([...choices.without, point.code])}
        />
      </Tooltip>
    </span>
  )
}

interface LeadProps {
  to: string
  filters: Record<string, string>
  words: string
  children: ReactNode
}

function Lead({ to, filters, words, children }: LeadProps) {
  return (
    <Tooltip title={words}>
      <Link to={{ pathname: to, search: new URLSearchParams(filters).toString() }} aria-label={words}>
        {children}
      </Link>
    </Tooltip>
  )
}
