import { lazy, Suspense } from 'react'
import { useParams } from 'react-router'
import { PageSkeleton } from '@/parts/PageSkeleton'
import { useFilter } from '@/parts/useFilter'

// Each comes without the other.
const PlanPage = lazy(async () => ({ default: (await import('./PlanPage')).PlanPage }))
const PlansHome = lazy(async () => ({ default: (await import('./PlansHome')).PlansHome }))
// Only for who writes one: its fields weigh as much as the board.
const PlanForm = lazy(async () => ({ default: (await import('./form/PlanForm')).PlanForm }))

/** Action plans: all of them, or the one of the address; the form lies over either. */
export default function Plans() {
  const code = useParams()['*']
  const [form] = useFilter('form')
  return (
    <>
      <Suspense fallback={<PageSkeleton />}>{code ? <PlanPage code={code} /> : <PlansHome />}</Suspense>
      {form && (
        <Suspense>
          <PlanForm code={code || null} />
        </Suspense>
      )}
    </>
  )
}
