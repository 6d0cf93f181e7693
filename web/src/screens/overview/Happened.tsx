import { useTranslation } from 'react-i18next'
import { Drill } from '@/parts/Drill'
import { useNames } from '@/parts/names'
import { day, periodName } from '@/parts/time'
import type { Lettered } from './lettered'
import type { Annotation } from './useOverview'
import styles from './Overview.module.css'

/** What happened while the trend went on, by the letters on the chart; the newest first. */
export function Happened({ marks }: { marks: Lettered[] }) {
  const { t } = useTranslation()
  if (!marks.length) return null
  return (
    <details className={styles['happened']}>
      <summary>
        {t('happened.title', { count: marks.reduce((count, one) => count + one.happened.length, 0) })}
      </summary>
      <ul>
        {marks.toReversed().map(({ letter, period, happened }) => (
          <li key={period}>
            <strong>
              {letter} · {periodName(period)}
            </strong>
            <ul>
              {happened.map((one) => (
                <li key={`${one.day}${one.kind}${one.code}${one.detail}`}>
                  {day(one.day)} <What mark={one} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  )
}

function What({ mark }: { mark: Annotation }) {
  const { t } = useTranslation()
  const name = useNames()(mark) || t('explain.whole')
  const said = t(`happened.${mark.kind}`, { name, detail: detailOf(mark, t) })
  const to = { PLAN_STARTED: '/plans/', PLAN_EVALUATED: '/plans/', JOURNEY_PUBLISHED: '/journeys/' }
  if (mark.kind === 'ALERT')
    return mark.code ? (
      <Drill to="/drivers" filters={{ touchpoint: mark.code }}>
        {said}
      </Drill>
    ) : (
      said
    )
  return <Drill to={to[mark.kind] + mark.code}>{said}</Drill>
}

const VERDICTS = {
  worked: 'WORKED',
  harmed: 'HARMED',
  no_evidence: 'NO_EVIDENCE',
  cannot_tell: 'CANNOT_TELL',
} as const

type Words = ReturnType<typeof useTranslation>['t']

function detailOf({ kind, detail }: Annotation, t: Words): string {
  if (kind === 'PLAN_EVALUATED') {
    const verdict = VERDICTS[detail as keyof typeof VERDICTS]
    return verdict ? t(`verdict.${verdict}`) : detail
  }
  if (kind !== 'ALERT') return detail
  const [metric, direction] = detail.split('_')
  const known = (['mean', 'nps', 'detractors', 'answers'] as const).find((one) => one === metric)
  if (!known) return detail
  return t(direction === 'up' ? 'happened.up' : 'happened.down', { metric: t(`happened.metric.${known}`) })
}
