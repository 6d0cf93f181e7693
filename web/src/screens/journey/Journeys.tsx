import { useParams } from 'react-router'
import { Editor } from './edit/Editor'
import { JourneyList } from './JourneyList'
import { JourneyMap } from './JourneyMap'

/** All journeys; below them the map of one, `/journeys/<code>`, and its editor, `/journeys/<code>/edit`. */
export default function Journeys() {
  const [code, part] = (useParams()['*'] ?? '').split('/')
  if (!code) return <JourneyList />
  return part === 'edit' ? <Editor key={code} code={code} /> : <JourneyMap key={code} code={code} />
}
