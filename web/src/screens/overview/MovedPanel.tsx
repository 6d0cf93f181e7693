import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Palette } from '@/app/theme'
import { Chart } from '@/charts/Chart'
import type { Picked } from '@/charts/Drawing'
import { movedOption, type Part } from '@/charts/moved'
import { EmptyState } from '@/parts/EmptyState'
import { useNames } from '@/parts/names'
import { Panel } from '@/parts/Panel'
import { periodName } from '@/parts/time'
import { useFilter } from '@/parts/useFilter'
import type { Answer } from '@/parts/useQuestion'
import type { Told } from './useOverview'

const BAR_HEIGHT = 30
const AXIS_HEIGHT = 40

/** What moved the return index since its reference period: so many points by each touchpoint, and by all the rest. */
export function MovedPanel({ overview }: { overview: Answer<Told> }) {
  const { t } = useTranslation()
  const nameOf = useNames()
  return (
    <Panel title={t('overview.moved')} answer={overview} rows={6}>
      {({ drivers, touchpoints }) => {
        const split = drivers?.returnIndex
        if (!split?.contributions.length || !split.reference)
          return <EmptyState>{t('overview.noIndex')}</EmptyState>
        const names = new Map(
          touchpoints.nodes.map(({ code, touchpoint }) => [code, touchpoint ? nameOf(touchpoint) : code]),
        )
        const scores = new Map(touchpoints.nodes.map(({ code, id }) => [code, id]))
        const parts = split.contributions.map(({ code, points }) => ({
          name: names.get(code) ?? code,
          points,
          score: scores.get(code) ?? null,
        }))
        return (
          <Moved
            parts={[...parts, { name: t('overview.other'), points: split.other, score: null }]}
            reference={split.reference}
          />
        )
      }}
    </Panel>
  )
}

interface Moving extends Part {
  score: string | null
}

function Moved({ parts, reference }: { parts: Moving[]; reference: string }) {
  const { t } = useTranslation()
  const [, explain] = useFilter('explain')
  const pick = useCallback(
    ({ dataIndex }: Picked) => {
      const score = parts[dataIndex]?.score
      if (score) explain(`value:${score}`)
    },
    [parts, explain],
  )
  const draw = useCallback((palette: Palette) => movedOption(parts, palette), [parts])
  const figures = useMemo(
    () => ({
      columns: [t('overview.part'), t('overview.points'), t('chart.low'), t('chart.high'), t('chart.n')],
      rows: parts.map(({ name, points }) => [
        name,
        points?.value ?? t('estimate.insufficient'),
        points?.low ?? null,
        points?.high ?? null,
        points?.n ?? 0,
      ]),
    }),
    [parts, t],
  )
  const label = t('overview.movedLabel', { period: periodName(reference) })
  return (
    <>
      <small>{label}</small>
      <Chart
        label={label}
        name="huibao-moved"
        draw={draw}
        figures={figures}
        height={parts.length * BAR_HEIGHT + AXIS_HEIGHT}
        onPick={pick}
      />
    </>
  )
}
