import { Alert } from 'antd'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { AttentionTag } from '@/parts/AttentionTag'
import { EmptyState } from '@/parts/EmptyState'
import { EstimateText } from '@/parts/EstimateText'
import { ExportMenu } from '@/parts/ExportMenu'
import { FaultNote } from '@/parts/FaultNote'
import { faultOf } from '@/api/errors'
import { written, type Form } from '@/parts/numbers'
import { Panel } from '@/parts/Panel'
import { periodName } from '@/parts/time'
import { Button, Flex } from 'antd'
import { useDoubtNames, useTouchpointNames, type Parts } from './parts'
import type { Effect, Forecast } from './questions'
import { RangeText } from './RangeText'
import { useExported } from './useExported'
import styles from './Simulator.module.css'

const MOST_DOUBTS = 4

// Only for who decides: forms and calendars weigh more than the screen.
const AdoptDialog = lazy(async () => ({ default: (await import('./AdoptDialog')).AdoptDialog }))
const SaveDialog = lazy(async () => ({ default: (await import('./SaveDialog')).SaveDialog }))

/** What the scenario would bring, as spans: experience, repurchase, word of mouth, money, and the doubt. */
export function ResultPanel(parts: Parts) {
  const { t } = useTranslation()
  const { forecast, scenario } = parts
  const isBusy = forecast.isLoading || scenario.isMoving
  return (
    <Panel
      title={t('simulator.result')}
      extra={<AttentionTag>{t('simulator.label')}</AttentionTag>}
      answer={forecast}
      rows={10}
    >
      {({ scenarioForecast: told }) => (
        <div aria-busy={isBusy} aria-live="polite" className={isBusy ? styles['busy'] : ''}>
          {forecast.error && <FaultNote fault={faultOf(forecast.error)} again={forecast.again} />}
          <Told told={told} parts={parts} />
        </div>
      )}
    </Panel>
  )
}

function Told({ told, parts }: { told: Forecast; parts: Parts }) {
  const { t } = useTranslation()
  if (told.status === 'empty') return <EmptyState>{t('simulator.moveSomething')}</EmptyState>
  if (told.status === 'refused')
    return <Alert type="warning" showIcon title={t('simulator.refused')} description={told.reason} />
  if (told.status !== 'ok')
    return <Alert type="warning" showIcon title={t('estimate.insufficient')} description={told.reason} />
  return (
    <>
      <dl className={styles['figures']}>
        <EffectRow name={t('simulator.experience')} effect={told.experience} form="score" />
        <EffectRow name={t('simulator.repurchase')} effect={told.repurchase} form="rate" />
        <EffectRow name={t('simulator.referrals')} effect={told.referrals} form="rate" />
        <Row name={t('simulator.gain', { months: told.assumptions.horizonMonths })}>
          <RangeText estimate={told.deltaEquity} form="money" isChange size="large" />
        </Row>
      </dl>
      <Money told={told} />
      <Doubt told={told} parts={parts} />
      <p className={styles['quiet']}>{t('simulator.from', { period: periodName(told.period) })}</p>
      <Actions told={told} parts={parts} />
    </>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function EffectRow({ name, effect, form }: { name: string; effect: Effect | null; form: Form }) {
  const { t } = useTranslation()
  return (
    <Row name={name}>
      <RangeText estimate={effect?.change} form={form} isChange size="large" />
      {effect && (
        <span className={styles['before']}>
          {t('simulator.now')} <EstimateText estimate={effect.before} form={form} />
        </span>
      )}
    </Row>
  )
}

function Money({ told }: { told: Forecast }) {
  const { t } = useTranslation()
  return (
    <dl className={styles['money']}>
      <Row name={t('simulator.cost')}>
        <RangeText estimate={told.cost} form="money" />
      </Row>
      <Row name={t('simulator.npv')}>
        <RangeText estimate={told.npv} form="money" isChange />
      </Row>
      <Row name={t('simulator.roi')}>
        <RangeText estimate={told.roi} form="share" />
      </Row>
      <Row name={t('simulator.payback')}>
        <RangeText estimate={told.paybackMonths} form="count" />
      </Row>
      <Row name={t('simulator.chance')}>
        {told.pNpvPositive === null ? t('estimate.none') : written(told.pNpvPositive, 'share')}
      </Row>
    </dl>
  )
}

function Doubt({ told, parts }: { told: Forecast; parts: Parts }) {
  const { t } = useTranslation()
  const called = useDoubtNames(useTouchpointNames(parts.kept))
  const largest = told.doubt.filter(({ share }) => share > 0).slice(0, MOST_DOUBTS)
  if (!largest.length) return null
  const list = largest.map(({ source, share }) => `${called(source)} ${written(share, 'share')}`)
  return <p className={styles['quiet']}>{t('simulator.doubt', { list: list.join(t('drivers.comma')) })}</p>
}

function Actions({ told, parts }: { told: Forecast; parts: Parts }) {
  const exported = useExported(parts)
  return (
    <Flex wrap gap="small" justify="space-between">
      <Keep parts={parts} />
      <ExportMenu name={`huibao-scenario-${told.period}`} figures={exported(told)} />
    </Flex>
  )
}

/** Keep the scenario, or make it a plan; nothing for who may only look. */
function Keep({ parts }: { parts: Parts }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const [open, setOpen] = useState<'save' | 'adopt' | null>(null)
  if (!can('plans:write')) return <span />
  const close = () => setOpen(null)
  return (
    <Flex wrap gap="small">
      <Button onClick={() => setOpen('save')}>{t('simulator.save')}</Button>
      <Button type="primary" onClick={() => setOpen('adopt')}>
        {t('simulator.adopt')}
      </Button>
      <Suspense>
        {open === 'save' && <SaveDialog parts={parts} close={close} />}
        {open === 'adopt' && <AdoptDialog parts={parts} close={close} />}
      </Suspense>
    </Flex>
  )
}
