import { useTranslation } from 'react-i18next'
import { AttentionTag } from '@/parts/AttentionTag'
import { EmptyState } from '@/parts/EmptyState'
import { EstimateText } from '@/parts/EstimateText'
import type { Form } from '@/parts/numbers'
import { Panel } from '@/parts/Panel'
import { moment, periodName } from '@/parts/time'
import { CounterTable } from './CounterTable'
import { FactList } from './FactList'
import { useExplanation, type Trace } from './useExplanation'
import styles from './Overview.module.css'

const STORED = { returnIndex: 'return_index', returnPerPoint: 'return_per_point' } as const
const FORMS: Partial<Record<string, Form>> = {
  importance: 'share',
  loyalty: 'points',
  returnPerPoint: 'money',
}
const NAMED = ['returnIndex', 'value', 'nps', 'loyalty', 'importance', 'returnPerPoint'] as const

/** A figure, the run and equations that gave it, the counters that it was read from, and the newest facts. */
export function Explanation({ score, figure }: { score: string; figure: string }) {
  const { t } = useTranslation()
  const answer = useExplanation(score)
  const name = NAMED.find((one) => one === figure)
  return (
    <Panel title={name ? t(`figure.${name}`) : t('explain.title')} answer={answer} rows={8}>
      {({ trace }) =>
        trace ? (
          <div className={styles['explained']}>
            <Made trace={trace} figure={figure} />
            <CounterTable counters={trace.counters} />
            <FactList facts={trace.answers.nodes} count={trace.answers.totalCount} />
          </div>
        ) : (
          <EmptyState>{t('explain.none')}</EmptyState>
        )
      }
    </Panel>
  )
}

function Made({ trace, figure }: { trace: Trace; figure: string }) {
  const { t } = useTranslation()
  const stored = STORED[figure as keyof typeof STORED] ?? figure
  const found = trace.figures.find((one) => one.name === stored)
  const { run } = trace
  return (
    <>
      {found && (
        <EstimateText
          estimate={found.estimate}
          form={FORMS[figure] ?? 'score'}
          size="large"
          period={periodName(trace.score.period)}
        />
      )}
      {!trace.isCurrent && <AttentionTag>{t('explain.stale')}</AttentionTag>}
      <dl className={styles['facts']}>
        {found && (
          <>
            <dt>{t('explain.equations')}</dt>
            <dd>
              {found.equations} · {found.page}
            </dd>
            <dt>{t('explain.reads')}</dt>
            <dd>{found.reads}</dd>
          </>
        )}
        <dt>{t('explain.window')}</dt>
        <dd>{t('plan.span', { from: periodName(trace.windowFrom), to: periodName(trace.windowTo) })}</dd>
        <dt>{t('explain.sheets')}</dt>
        <dd>{t('explain.sheetsLeftOut', { count: trace.sheets, leftOut: trace.straightLines })}</dd>
        <dt>{t('explain.run')}</dt>
        <dd>
          {t('explain.runOf', {
            when: moment(run.createdAt),
            model: run.modelVersion,
            settings: run.settingsNumber,
          })}
        </dd>
        <dt>{t('explain.hash')}</dt>
        <dd className={styles['hash']}>{run.inputsHash}</dd>
      </dl>
    </>
  )
}
