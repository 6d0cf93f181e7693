import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Palette } from '@/app/theme'
import { Chart } from '@/charts/Chart'
import { matrixOption } from '@/charts/matrix'
import { useNames } from '@/parts/names'
import type { Figures } from '@/parts/FiguresTable'
import type { Numbered } from './numbered'
import type { Choices } from './useChoices'
import type { Matrix, Touchpoint } from './useMatrix'

const HEIGHT = 460

interface Props {
  matrix: Matrix
  beside: Matrix | null
  points: Numbered[]
  names: readonly Touchpoint[]
  choices: Choices
}

/** The matrix: importance upwards, performance to the right, a number for each touchpoint. */
export function MatrixChart({ matrix, beside, points, names, choices }: Props) {
  const { t } = useTranslation()
  const nameOf = useNames()
  const { touchpoint, choose } = choices
  const called = useCallback(
    (code: string) => nameOf(names.find((one) => one.code === code) ?? { code, nameZh: '', nameEn: '' }),
    [names, nameOf],
  )
  const draw = useCallback(
    (palette: Palette) => {
      const placed = points.map(({ number, point, quadrant }) => ({
        ...{ number, name: called(point.code), importance: point.importance, value: point.value },
        isFirst: quadrant === 'concentrate_here',
        beside: besideOf(point.code, beside),
      }))
      const lines = {
        importance: matrix.importanceLine?.value ?? null,
        value: matrix.valueLine?.value ?? null,
      }
      const chosen = points.find(({ point }) => point.code === touchpoint)?.number ?? null
      const words = {
        importance: t('figure.importance'),
        value: t('figure.value'),
        first: t('quadrant.concentrate_here'),
      }
      return matrixOption(placed, lines, chosen, palette, words)
    },
    [points, called, matrix, beside, touchpoint, t],
  )
  const first = points.filter(({ quadrant }) => quadrant === 'concentrate_here')
  const label = t('drivers.said', {
    n: points.length,
    first: first.map(({ point }) => called(point.code)).join(t('drivers.comma')) || t('drivers.nobody'),
  })
  return (
    <Chart
      label={label}
      name={`${t('menu.drivers')} ${matrix.period}`}
      draw={draw}
      figures={useFigures(points, called)}
      height={HEIGHT}
      onPick={({ name }) =>
        choose(points.find(({ point }) => called(point.code) === name)?.point.code ?? null)
      }
    />
  )
}

function besideOf(code: string, matrix: Matrix | null): [number, number] | null {
  const found = matrix?.points.nodes.find((one) => one.code === code)
  const [value, importance] = [found?.value?.value ?? null, found?.importance?.value ?? null]
  return value === null || importance === null ? null : [value, importance]
}

function useFigures(points: Numbered[], called: (code: string) => string): Figures {
  const { t } = useTranslation()
  const ends = [t('chart.low'), t('chart.high')]
  const with_ = (name: string) => [name, ...ends.map((end) => `${name} ${end}`)]
  return {
    columns: [
      ...['#', t('drivers.touchpoint'), t('drivers.quadrant')],
      ...with_(t('figure.importance')),
      ...with_(t('figure.value')),
      ...[t('chart.n'), 'VIF'],
    ],
    rows: points.map(({ number, point, quadrant }) => [
      ...[number, called(point.code), quadrant ? t(`quadrant.${quadrant}`) : t('estimate.insufficient')],
      ...threeOf(point.importance),
      ...threeOf(point.value),
      ...[point.importance?.n ?? null, point.vif],
    ]),
  }
}

function threeOf(estimate: { value: number | null; low: number | null; high: number | null } | null) {
  return [estimate?.value ?? null, estimate?.low ?? null, estimate?.high ?? null]
}
