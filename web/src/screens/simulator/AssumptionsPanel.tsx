import { InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { written } from '@/parts/numbers'
import { Panel } from '@/parts/Panel'
import { moved, type Asked } from './asked'
import type { Parts } from './parts'
import type { Forecast } from './questions'
import styles from './Simulator.module.css'

type Change = (part: Partial<Asked>) => void

/** What is assumed: what may be replaced here, and what the company's settings and its answers say. */
export function AssumptionsPanel({ scenario, forecast }: Parts) {
  const { t } = useTranslation()
  const { shown } = scenario
  const change: Change = (part) => scenario.change({ ...shown, ...part })
  return (
    <Panel title={t('simulator.assumptions')} answer={forecast}>
      {({ scenarioForecast: { assumptions } }) => (
        <>
          <div className={styles['terms']}>
            <Costs shown={shown} change={change} />
            <Times shown={shown} change={change} assumed={assumptions} />
            <Rates shown={shown} change={change} assumed={assumptions} />
          </div>
          <Fixed assumed={assumptions} />
        </>
      )}
    </Panel>
  )
}

function Term({ name, help, children }: { name: string; help?: string; children: ReactNode }) {
  return (
    <label className={styles['term']}>
      <span>{name}</span>
      {children}
      {help && <small className={styles['quiet']}>{help}</small>}
    </label>
  )
}

function Costs({ shown, change }: { shown: Asked; change: Change }) {
  const { t } = useTranslation()
  const { currency } = useViewer().company
  const field = (name: string, part: 'cost' | 'monthlyCost') => (
    <Term name={name}>
      <InputNumber
        className={styles['wideNumber'] ?? ''}
        min={0}
        max={1e15}
        precision={0}
        suffix={currency}
        value={shown[part].mode}
        onChange={(next) => change({ [part]: moved(shown[part], next ?? 0) })}
      />
    </Term>
  )
  const ends = (name: string, end: 'low' | 'high') => (
    <Term name={name}>
      <InputNumber
        className={styles['wideNumber'] ?? ''}
        min={end === 'low' ? 0 : shown.cost.mode}
        max={end === 'low' ? shown.cost.mode : 1e15}
        precision={0}
        suffix={currency}
        value={shown.cost[end]}
        onChange={(next) => next !== null && change({ cost: { ...shown.cost, [end]: next } })}
      />
    </Term>
  )
  return (
    <>
      {field(t('simulator.once'), 'cost')}
      {shown.cost.mode > 0 && ends(t('simulator.onceLeast'), 'low')}
      {shown.cost.mode > 0 && ends(t('simulator.onceMost'), 'high')}
      {field(t('simulator.monthly'), 'monthlyCost')}
    </>
  )
}

interface TermsProps {
  shown: Asked
  change: Change
  assumed: Forecast['assumptions']
}

function Times({ shown, change, assumed }: TermsProps) {
  const { t } = useTranslation()
  const months = t('simulator.months')
  return (
    <>
      <Term name={t('simulator.ramp')}>
        <InputNumber
          {...{ min: 0, max: 120, precision: 0, suffix: months, value: shown.rampMonths }}
          onChange={(next) => change({ rampMonths: next ?? 0 })}
        />
      </Term>
      <Term name={t('simulator.fade')} help={t('simulator.fadeHelp')}>
        <InputNumber
          {...{ min: 0.1, max: 1200, suffix: months, value: shown.halfLifeMonths }}
          onChange={(next) => change({ halfLifeMonths: next })}
        />
      </Term>
      <Term name={t('simulator.horizon')} help={helpOf(t, shown.horizonMonths)}>
        <InputNumber
          {...{ min: 1, max: 120, precision: 0, suffix: months }}
          value={shown.horizonMonths ?? assumed.horizonMonths}
          onChange={(next) => change({ horizonMonths: next })}
        />
      </Term>
    </>
  )
}

function Rates({ shown, change, assumed }: TermsProps) {
  const { t } = useTranslation()
  const causal =
    shown.causalShare === null
      ? t('simulator.causalFrom', { n: assumed.causalPlans })
      : t('simulator.replaced')
  return (
    <>
      <Term name={t('simulator.discount')} help={helpOf(t, shown.discountRateMonthly)}>
        <InputNumber
          {...{ min: 0, max: 20, step: 0.1, suffix: '%' }}
          value={percent(shown.discountRateMonthly ?? assumed.discountRateMonthly)}
          onChange={(next) => change({ discountRateMonthly: next === null ? null : next / 100 })}
        />
      </Term>
      <Term name={t('simulator.causal')} help={causal}>
        <InputNumber
          {...{ min: 0, max: 100, precision: 0, suffix: '%' }}
          value={percent(shown.causalShare ?? assumed.causalShare)}
          onChange={(next) => change({ causalShare: next === null ? null : next / 100 })}
        />
      </Term>
    </>
  )
}

function Fixed({ assumed }: { assumed: Forecast['assumptions'] }) {
  const { t } = useTranslation()
  return (
    <p className={styles['quiet']}>
      {t('simulator.fixed', {
        margin: written(assumed.marginRate, 'share'),
        follow: assumed.followUpMonths,
        referral: written(assumed.referralIncrementalShare, 'share'),
        window: assumed.windowMonths,
      })}
    </p>
  )
}

/** Return a share in per cent, free of what halves of bytes add to it. */
const percent = (share: number) => Number((share * 100).toFixed(4))

type Say = (key: 'simulator.replaced' | 'simulator.fromSettings') => string

const helpOf = (t: Say, replaced: number | null) =>
  replaced === null ? t('simulator.fromSettings') : t('simulator.replaced')
