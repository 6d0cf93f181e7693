import { Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { AttentionTag } from '@/parts/AttentionTag'
import { EstimateText } from '@/parts/EstimateText'
import type { Estimate } from '@/parts/estimates'
import { ExportMenu } from '@/parts/ExportMenu'
import type { Figures } from '@/parts/FiguresTable'
import { MoneyText } from '@/parts/MoneyText'
import { useNames, type Named } from '@/parts/names'
import { written } from '@/parts/numbers'
import { SortedTable, type Column } from '@/parts/SortedTable'
import { day } from '@/parts/time'
import { VerdictTag } from '@/parts/VerdictTag'
import type { BoardPlan, Finding } from './documents'
import { forecastOf, forecastRoi } from './money'
import { PlanLink } from './PlanCard'
import { StepMenu } from './StepMenu'
import { COLUMNS } from './steps'
import { useTakeStep } from './TakeStep'

interface Props {
  plans: BoardPlan[]
  findings: Finding[]
}

/** Plans as rows, to be sorted and exported. */
export function PlanList({ plans, findings }: Props) {
  const { t } = useTranslation()
  const { take, asking } = useTakeStep()
  const called = useNames()
  const found = (plan: BoardPlan) => findings.find((one) => one.plan.id === plan.id)
  const columns = [...aboutColumns(called, found, t), ...moneyColumns(found, t)]
  columns.push({
    title: t('plans.moveShort'),
    key: 'move',
    render: (plan) => <StepMenu plan={plan} take={take} />,
  })
  return (
    <Flex vertical gap="small">
      <SortedTable label={t('plans.all')} columns={columns} rows={plans} />
      <Flex justify="end">
        <ExportMenu name="plans" figures={figuresOf(plans, found, called, t)} />
      </Flex>
      {asking}
    </Flex>
  )
}

type Words = ReturnType<typeof useTranslation>['t']
type Found = (plan: BoardPlan) => Finding | undefined
type Called = (thing: Named) => string

function aboutColumns(called: Called, found: Found, t: Words): Column<BoardPlan>[] {
  return [
    { title: t('plans.title'), key: 'title', render: (plan) => <PlanLink plan={plan} /> },
    {
      title: t('plans.state'),
      key: 'state',
      render: ({ state, blockedReason }) => (
        <>
          {t(`plan.state.${state}`)} {blockedReason && <AttentionTag>{t('plans.blocked')}</AttentionTag>}
        </>
      ),
      order: (a, b) => COLUMNS.indexOf(a.state) - COLUMNS.indexOf(b.state),
    },
    {
      title: t('plans.verdict'),
      key: 'verdict',
      isWide: true,
      render: (plan) => {
        const finding = found(plan)
        return finding && <VerdictTag verdict={finding.verdict} metric={plan.metric} />
      },
    },
    {
      title: t('plans.touchpoint'),
      key: 'touchpoint',
      render: ({ touchpoint }) => touchpoint && called(touchpoint),
    },
    {
      title: t('plans.department'),
      key: 'department',
      render: ({ leadDepartment }) => leadDepartment && called(leadDepartment),
    },
    { title: t('plans.owner'), key: 'owner', render: ({ owner }) => owner && (owner.name || owner.email) },
    {
      title: t('plans.due'),
      key: 'due',
      render: (plan) => day(plan.evaluateTo),
      order: (a, b) => a.evaluateTo.localeCompare(b.evaluateTo),
    },
  ]
}

function moneyColumns(found: Found, t: Words): Column<BoardPlan>[] {
  return [
    {
      title: t('plans.cost'),
      key: 'cost',
      render: (plan) => plan.cost !== null && written(Number(plan.cost), 'money', plan.currency),
      order: (a, b) => Number(a.cost) - Number(b.cost),
    },
    {
      title: t('plans.expected'),
      key: 'expected',
      isWide: true,
      render: (plan) =>
        forecastOf(plan.forecast) && <EstimateText estimate={forecastOf(plan.forecast)} form="money" />,
    },
    {
      title: t('plans.brought'),
      key: 'brought',
      isWide: true,
      render: (plan) => {
        const finding = found(plan)
        return finding && <MoneyText money={finding.money} />
      },
    },
    {
      title: t('plans.roiExpected'),
      key: 'roiExpected',
      render: (plan) =>
        forecastRoi(plan.forecast) && <EstimateText estimate={forecastRoi(plan.forecast)} form="share" />,
    },
    {
      title: t('plans.roi'),
      key: 'roi',
      render: (plan) => found(plan)?.roi && <EstimateText estimate={found(plan)?.roi} form="share" />,
    },
  ]
}

function figuresOf(plans: BoardPlan[], found: Found, called: Called, t: Words): Figures {
  const ends = [t('evaluation.low'), t('evaluation.high')]
  return {
    columns: [
      ...[t('plans.code'), t('plans.title'), t('plans.state'), t('plans.touchpoint'), t('plans.department')],
      ...[t('plans.owner'), t('plans.start'), t('plans.due'), t('plans.cost'), t('plans.blocked')],
      ...estimateColumns(t('plans.expected'), ends),
      ...estimateColumns(t('plans.brought'), ends),
      ...estimateColumns(t('plans.roiExpected'), ends),
      ...estimateColumns(t('plans.roi'), ends),
      t('plans.verdict'),
    ],
    rows: plans.map((plan) => {
      const finding = found(plan)
      return [
        ...[
          plan.code,
          plan.title,
          t(`plan.state.${plan.state}`),
          plan.touchpoint ? called(plan.touchpoint) : null,
        ],
        ...[plan.leadDepartment ? called(plan.leadDepartment) : null, plan.owner?.email ?? null],
        ...[plan.startDate, plan.evaluateTo, plan.cost, plan.blockedReason || null],
        ...cellsOf(forecastOf(plan.forecast)),
        ...cellsOf(finding?.money),
        ...cellsOf(forecastRoi(plan.forecast)),
        ...cellsOf(finding?.roi),
        finding ? t(`verdict.${finding.verdict}`) : null,
      ]
    }),
  }
}

/** The columns of an estimate: itself, its interval, its n. Names stay apart from those of other estimates. */
function estimateColumns(name: string, ends: string[]): string[] {
  return [name, ...[...ends, 'n'].map((part) => `${name}: ${part}`)]
}

function cellsOf(estimate: Estimate | null | undefined): (number | null)[] {
  return [estimate?.value ?? null, estimate?.low ?? null, estimate?.high ?? null, estimate?.n ?? null]
}
