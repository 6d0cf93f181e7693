import { useParams } from 'react-router'
import { PlanForm } from './form/PlanForm'
import { PlanPage } from './PlanPage'
import { PlansHome } from './PlansHome'

/** Action plans: all of them, or the one of the address; the form lies over either. */
export default function Plans() {
  const code = useParams()['*']
  return (
    <>
      {code ? <PlanPage code={code} /> : <PlansHome />}
      <PlanForm code={code || null} />
    </>
  )
}
