import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { PageSkeleton } from '@/parts/PageSkeleton'
import { PeriodPicker, usePeriod } from '@/parts/PeriodPicker'
import { Screen } from '@/parts/Screen'
import { useFilter } from '@/parts/useFilter'
import { SegmentPicker } from './SegmentPicker'
import { SincePicker } from './SincePicker'
import { Standing } from './Standing'

const EmptyOverview = lazy(() => import('./EmptyOverview'))
const OfSegment = lazy(() => import('./OfSegment'))
const OfUnits = lazy(() => import('./OfUnits'))
const ExplainDrawer = lazy(() => import('./ExplainDrawer'))

/** How the company stands, what drives it, what hurts, and what is done about it; or a segment of it, or some units. */
export default function Overview() {
  const { t } = useTranslation()
  const { isBoundToUnits, can } = useViewer()
  const period = usePeriod()
  const [segment] = useFilter('segment')
  const [explained] = useFilter('explain')
  const tools = period && (
    <>
      {!isBoundToUnits && can('feedback:read') && <SegmentPicker />}
      <PeriodPicker />
      <SincePicker period={period} />
    </>
  )
  return (
    <Screen title={t('overview.title')} tools={tools}>
      <Suspense fallback={<PageSkeleton />}>
        {!period ? (
          <EmptyOverview />
        ) : isBoundToUnits ? (
          <OfUnits period={period} />
        ) : segment ? (
          <OfSegment period={period} segment={segment} />
        ) : (
          <Standing period={period} />
        )}
      </Suspense>
      <Suspense>{explained && <ExplainDrawer />}</Suspense>
    </Screen>
  )
}
