import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Palette } from '@/app/theme'
import { useViewer } from '@/app/viewer'
import { Chart } from '@/charts/Chart'
import { spansOption } from '@/charts/spans'
import type { Estimate } from '@/parts/estimates'
import type { Figures } from '@/parts/FiguresTable'
import { written, type Form } from '@/parts/numbers'
import { Panel } from '@/parts/Panel'
import type { Answer } from '@/parts/useQuestion'
import type { Kept, KeptScenario } from './questions'
import { RangeText } from './RangeText'
import { useCompared, usePairs } from './useCompared'
import styles from './Simulator.module.css'

const HEIGHT = 220

/** Up to three scenarios side by side; shown when at least two were chosen. */
export function ComparedPanel({ kept }: { kept: Answer<Kept> }) {
  const { t } = useTranslation()
  const { compared } = useCompared()
  const chosen = compared.flatMap(
    (code) => kept.data?.scenarios.nodes.filter((one) => one.code === code) ?? [],
  )
  if (chosen.length < 2) return null
  return (
    <Panel title={t('simulator.compared')} answer={kept}>
      {() => (
        <>
          <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('simulator.compared')}>
            <SideBySide chosen={chosen} />
          </div>
          <Pairs chosen={chosen} />
          <Spans chosen={chosen} />
        </>
      )}
    </Panel>
  )
}

type Read = (kept: KeptScenario) => Estimate | null | undefined
type Line = 'npv' | 'gainPlain' | 'cost' | 'experience' | 'repurchase' | 'referrals'
const ROWS: [Line, Form, Read][] = [
  ['npv', 'money', ({ npv }) => npv],
  ['gainPlain', 'money', ({ deltaEquity }) => deltaEquity],
  ['cost', 'money', ({ cost }) => cost],
  ['experience', 'score', ({ experience }) => experience?.change],
  ['repurchase', 'rate', ({ repurchase }) => repurchase?.change],
  ['referrals', 'rate', ({ referrals }) => referrals?.change],
]

function SideBySide({ chosen }: { chosen: KeptScenario[] }) {
  const { t } = useTranslation()
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <td />
          {chosen.map(({ code, title }) => (
            <th key={code} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ROWS.map(([line, form, read]) => (
          <tr key={line}>
            <th scope="row">{t(`simulator.${line}`)}</th>
            {chosen.map((one) => (
              <td key={one.code} data-title={one.title}>
                <RangeText estimate={read(one)} form={form} isChange={line !== 'cost'} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Pairs({ chosen }: { chosen: KeptScenario[] }) {
  const { t } = useTranslation()
  const pairs = usePairs(chosen.map(({ code }) => code))
  const titleOf = (code: string) => chosen.find((one) => one.code === code)?.title ?? code
  return (
    <ul className={styles['pairs']}>
      {pairs.map(({ first, second, pFirstBetter, npvDifference, reason }) => (
        <li key={`${first} ${second}`}>
          {pFirstBetter === null
            ? t('simulator.notCompared', { first: titleOf(first), second: titleOf(second), reason })
            : t('simulator.better', {
                ...{ first: titleOf(first), second: titleOf(second) },
                chance: written(pFirstBetter, 'share'),
              })}{' '}
          {npvDifference && <RangeText estimate={npvDifference} form="money" isChange />}
        </li>
      ))}
    </ul>
  )
}

function Spans({ chosen }: { chosen: KeptScenario[] }) {
  const { t } = useTranslation()
  const { currency } = useViewer().company
  const draw = useCallback(
    (palette: Palette) =>
      spansOption(
        chosen.map(({ title, npv }) => ({ name: title, estimate: npv })),
        palette,
        (value) => written(value, 'money', currency),
      ),
    [chosen, currency],
  )
  const name = t('simulator.npv')
  const figures: Figures = {
    columns: [t('simulator.scenario'), name, t('chart.low'), t('chart.high'), t('chart.n')],
    rows: chosen.map(({ title, npv }) => [
      title,
      npv?.value ?? null,
      npv?.low ?? null,
      npv?.high ?? null,
      npv?.n ?? null,
    ]),
  }
  const label = t('simulator.comparedSaid', { n: chosen.length })
  return <Chart label={label} name={t('simulator.compared')} draw={draw} figures={figures} height={HEIGHT} />
}
