import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '@/charts/Chart'
import { controlOption } from '@/charts/control'
import { EmptyState } from '@/parts/EmptyState'
import type { Figures } from '@/parts/FiguresTable'
import { useNames } from '@/parts/names'
import { Panel } from '@/parts/Panel'
import { Quiet } from '@/parts/Quiet'
import { day } from '@/parts/time'
import type { Plan } from './documents'
import { usePlanChart, type ControlChart } from './usePlanChart'

/** The touchpoint's control chart around the start of the plan. */
export function PlanChart({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const called = useNames()
  const answer = usePlanChart(plan)
  const name = plan.touchpoint ? called(plan.touchpoint) : t('plans.wholeCompany')
  return (
    <Panel title={t('control.title', { name })} answer={answer} rows={6}>
      {({ controlCharts }) => {
        const [chart] = controlCharts.nodes
        if (!chart?.points.nodes.length)
          return <EmptyState>{chart?.reason ?? t('control.nothing')}</EmptyState>
        return <Drawn plan={plan} chart={chart} />
      }}
    </Panel>
  )
}

function Drawn({ plan, chart }: { plan: Plan; chart: ControlChart }) {
  const { t } = useTranslation()
  const points = chart.points.nodes
  const flagged = points.filter((one) => one.flag !== 0)
  const draw = useCallback<Parameters<typeof Chart>[0]['draw']>(
    (palette) => controlOption(chart.points.nodes, palette, { start: plan.startDate, words: wordsOf(t) }),
    [chart, plan.startDate, t],
  )
  return (
    <>
      <p>
        <Quiet>
          {t('control.what')} {chart.baseline && baselineOf(chart.baseline, t)}
        </Quiet>
      </p>
      <Chart
        name={`${plan.code}-control`}
        label={t('control.label', {
          start: day(plan.startDate),
          days: points.length,
          flagged: flagged.length,
        })}
        draw={draw}
        figures={figuresOf(points, t)}
      />
    </>
  )
}

type Words = ReturnType<typeof useTranslation>['t']

function wordsOf(t: Words) {
  return {
    level: t('control.level'),
    limit: t('control.limit'),
    start: t('evaluation.begins'),
    centre: t('control.expected'),
    value: t('control.value'),
  }
}

function baselineOf({ first, last, days, answers }: NonNullable<ControlChart['baseline']>, t: Words): string {
  return t('control.baseline', { from: day(first), to: day(last), days, n: answers })
}

function figuresOf(points: ControlChart['points']['nodes'], t: Words): Figures {
  return {
    columns: [
      ...[t('control.day'), 'n', t('control.value'), t('control.expected')],
      ...[t('control.level'), t('evaluation.low'), t('evaluation.high'), t('control.flag')],
    ],
    rows: points.map((one) => [
      one.day,
      one.n,
      one.value,
      one.centre,
      one.level,
      one.low,
      one.high,
      one.flag,
    ]),
  }
}
