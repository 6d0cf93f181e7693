import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useViewer } from '@/app/viewer'
import { EmptyState } from './EmptyState'
import { periodName } from './time'
import { useFilter } from './useFilter'

/** Say that a period has no figures, and lead to the latest that has, or to the overview, which says how to begin. */
export function NotScored({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const { periods } = useViewer()
  const [chosen, choose] = useFilter('period')
  const go = useNavigate()
  const latest = periods.find((one) => one.status === 'OK') ?? periods[0]
  if (latest?.period === chosen) return <EmptyState>{children}</EmptyState>
  const action = latest ? (
    <Button type="primary" onClick={() => choose(latest.period)}>
      {t('period.show', { period: periodName(latest.period) })}
    </Button>
  ) : (
    <Button type="primary" onClick={() => void go('/')}>
      {t('app.toOverview')}
    </Button>
  )
  return <EmptyState action={action}>{children}</EmptyState>
}
