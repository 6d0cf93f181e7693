import { Flex, Tag } from 'antd'
import { lazy, Suspense, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Drill } from '@/parts/Drill'
import { EstimateText } from '@/parts/EstimateText'
import { Later } from '@/parts/Later'
import { useNames } from '@/parts/names'
import { Panel } from '@/parts/Panel'
import { periodName } from '@/parts/time'
import type { Measure } from './map'
import { MomentWhy } from './MomentWhy'
import type { Moment } from './useJourneyMap'
import { useTouchpoint, type Inside } from './useTouchpoint'
import styles from './Journey.module.css'

// It comes after the figures.
const TouchpointTrend = lazy(async () => ({ default: (await import('./TouchpointTrend')).TouchpointTrend }))

interface Props {
  code: string
  period: string
  measure: Measure
  moment: Moment | undefined
  /** What is asked once this is there. */
  children: ReactNode
}

/** Score, why it matters, what it drives, who answers for it, and how it moved. */
export function TouchpointInside({ code, period, measure, moment, children }: Props) {
  const { t } = useTranslation()
  const figure = measure === 'value' ? 'VALUE' : 'EMOTIONAL'
  const inside = useTouchpoint(code, period, figure)
  return (
    <Flex vertical gap="middle" className={styles['drawer'] ?? ''}>
      <Panel title={t('journey.scoreOf', { period: periodName(period) })} answer={inside} rows={6}>
        {(told) => (
          <Flex vertical gap="middle">
            <Scores told={told} />
            {moment && <MomentWhy moment={moment} />}
            <Owners told={told} />
            <Drill to="/drivers" filters={{ touchpoint: code }}>
              {t('journey.toDrivers')}
            </Drill>
          </Flex>
        )}
      </Panel>
      <Panel title={t('journey.trend')} answer={inside} rows={4}>
        {({ trend }) => (
          <Suspense fallback={<div aria-busy className={styles['trend']} />}>
            <TouchpointTrend points={trend.nodes[0]?.points ?? []} measure={measure} code={code} />
          </Suspense>
        )}
      </Panel>
      {(inside.data || inside.fault) && <Later key={code}>{children}</Later>}
    </Flex>
  )
}

function Scores({ told }: { told: Inside }) {
  const { t } = useTranslation()
  const score = told.scores.nodes[0]
  if (!score) return <p>{t('journey.noAnswers')}</p>
  const parts = [
    { key: 'emotional', label: t('journey.emotional'), value: score.emotional },
    { key: 'functional', label: t('journey.functional'), value: score.functional },
    { key: 'social', label: t('journey.social'), value: score.social },
  ].filter(({ value }) => value)
  const items = [
    {
      key: 'value',
      label: t('figure.value'),
      children: <EstimateText estimate={score.value} form="score" />,
    },
    ...parts.map(({ key, label, value }) => ({
      key,
      label,
      children: <EstimateText estimate={value} form="score" />,
    })),
    {
      key: 'importance',
      label: t('figure.importance'),
      children: <EstimateText estimate={score.importance} form="share" />,
    },
    {
      key: 'money',
      label: t('figure.returnPerPoint'),
      children: <EstimateText estimate={score.returnPerPoint} form="money" />,
    },
  ]
  return (
    <dl className={styles['scores']}>
      {items.map(({ key, label, children }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>{children}</dd>
        </div>
      ))}
    </dl>
  )
}

function Owners({ told }: { told: Inside }) {
  const { t, i18n } = useTranslation()
  const nameOf = useNames()
  const touchpoint = told.touchpoints.nodes[0]
  if (!touchpoint) return null
  const { channel, owner, descriptionEn, descriptionZh } = touchpoint
  const story = i18n.language === 'en' ? descriptionEn || descriptionZh : descriptionZh || descriptionEn
  return (
    <Flex vertical gap="small">
      <Flex wrap gap="small">
        <Tag>{t(`journey.mode.${touchpoint.mode}`)}</Tag>
        <Tag>{t('journey.channelIs', { name: channel ? nameOf(channel) : t('journey.several') })}</Tag>
        <Tag>{t('journey.ownerIs', { name: owner ? nameOf(owner) : t('journey.nobody') })}</Tag>
      </Flex>
      {story && <p className={styles['story']}>{story}</p>}
    </Flex>
  )
}
