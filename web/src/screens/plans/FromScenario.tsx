import { useTranslation } from 'react-i18next'
import { Drill } from '@/parts/Drill'
import { EstimateText } from '@/parts/EstimateText'
import { Panel } from '@/parts/Panel'
import { periodName } from '@/parts/time'
import type { Answer } from '@/parts/useQuestion'
import type { Told } from './documents'
import styles from './Plan.module.css'

/** The scenario that a plan was made of, with its forecast, which nobody changes any more; nothing without one. */
export function FromScenario({ code, answer }: { code: string; answer: Answer<Pick<Told, 'scenarios'>> }) {
  const { t } = useTranslation()
  const origin = answer.data?.scenarios?.nodes.find(({ plans }) => plans.includes(code))
  if (!origin) return null
  return (
    <Panel title={t('simulator.fromScenario')} answer={answer}>
      {() => (
        <dl className={styles['facts']}>
          <dt>{t('simulator.scenario')}</dt>
          <dd>
            <Drill to="/simulator" filters={{ period: origin.period }}>
              {t('simulator.scenarioOf', { title: origin.title, period: periodName(origin.period) })}
            </Drill>
          </dd>
          <dt>{t('simulator.keptForecast')}</dt>
          <dd>
            <EstimateText estimate={origin.npv} form="money" />
          </dd>
        </dl>
      )}
    </Panel>
  )
}
