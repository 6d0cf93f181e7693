import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '@/charts/Chart'
import { courseOption } from '@/charts/course'
import { written, type Form } from '@/parts/numbers'
import { day } from '@/parts/time'
import type { Evaluation, Plan } from './documents'

const NOTHING: NonNullable<Evaluation['course']> = []

/** How those who met the change went, beside those they are compared with, before and after. */
export function CourseChart({ plan, evaluation, form }: { plan: Plan; evaluation: Evaluation; form: Form }) {
  const { t } = useTranslation()
  // Who is bound to units is not told of the others.
  const course = evaluation.course ?? NOTHING
  const names = useMemo(
    () => ({
      treated: t('evaluation.treated'),
      control: t('evaluation.control'),
      start: t('evaluation.begins'),
    }),
    [t],
  )
  const draw = useCallback<Parameters<typeof Chart>[0]['draw']>(
    (palette) => courseOption(course, palette, names, form),
    [course, names, form],
  )
  if (!course.length) return null
  const last = course.at(-1)
  const shown = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : written(value, form)
  return (
    <Chart
      name={`${plan.code}-course`}
      label={t('evaluation.courseLabel', {
        start: day(plan.startDate),
        treated: shown(last?.treated?.value),
        control: shown(last?.control?.value),
      })}
      draw={draw}
      figures={{
        columns: [
          ...[t('evaluation.from'), t('evaluation.until'), t('evaluation.after')],
          ...[names.treated, t('evaluation.low'), t('evaluation.high'), 'n'],
          ...[names.control, t('evaluation.low'), t('evaluation.high'), 'n'],
        ],
        rows: course.map(({ firstDay, endDay, isAfter, treated, control }) => [
          ...[firstDay, endDay, isAfter ? t('evaluation.yes') : t('evaluation.no')],
          ...[treated, control].flatMap((one) => [
            one?.value ?? null,
            one?.low ?? null,
            one?.high ?? null,
            one?.n ?? null,
          ]),
        ]),
      }}
    />
  )
}
