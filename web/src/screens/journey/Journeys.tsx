import { lazy, Suspense } from 'react'
import { useParams } from 'react-router'
import { PageSkeleton } from '@/parts/PageSkeleton'
import { JourneyMap } from './JourneyMap'

// Forms, which weigh as much as the map.
const Editor = lazy(async () => ({ default: (await import('./edit/Editor')).Editor }))
const JourneyList = lazy(async () => ({ default: (await import('./JourneyList')).JourneyList }))

/** All journeys; below them the map of one, `/journeys/<code>`, and its editor, `/journeys/<code>/edit`. */
export default function Journeys() {
  const [code, part] = (useParams()['*'] ?? '').split('/')
  return (
    <Suspense fallback={<PageSkeleton />}>
      {!code ? (
        <JourneyList />
      ) : part === 'edit' ? (
        <Editor key={code} code={code} />
      ) : (
        <JourneyMap key={code} code={code} />
      )}
    </Suspense>
  )
}
