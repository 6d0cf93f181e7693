import { lazy, Suspense } from 'react'
import { useParams } from 'react-router'
import { useFilter } from '@/parts/useFilter'
import { PlanPage } from './PlanPage'
import { PlansHome } from './PlansHome'

// Only for who writes one: its fields weigh as much as the board.
const PlanForm = lazy(async () => ({ default: (await import('./form/PlanForm')).PlanForm }))

/** Action plans: all of them, or the one of the address; the form lies over either. */
export default function Plans() {
  const code = useParams()['*']
  const [form] = useFilter('form')
  return (
    <>
      {code ? <PlanPage code={code} /> : <PlansHome />}
      {form && (
        <Suspense>
          <PlanForm code={code || null} />
        </Suspense>
      )}
    </>
  )
}
