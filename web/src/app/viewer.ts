import { createContext, useContext } from 'react'
import { graphql, type ResultOf } from '@/api/graphql'

/** The first question: who is there, in which company, and which months can be looked at. */
export const sessionDocument = graphql(`
  query Session {
    viewer {
      kind
      name
      capabilities
      isBoundToUnits
      maskedFields
      company {
        slug
        name
        currency
        timezone
      }
    }
    scoreRuns(first: 60, filter: { isCurrent: true, periodKind: MONTH }) {
      nodes {
        id
        period
        status
        createdAt
      }
    }
  }
`)

type Told = ResultOf<typeof sessionDocument>
export type ScoredPeriod = Told['scoreRuns']['nodes'][number]

/** Who looks at the screens. */
export interface Viewer {
  name: string
  company: NonNullable<Told['viewer']['company']>
  isBoundToUnits: boolean
  /** Scored months, the latest first. */
  periods: ScoredPeriod[]
  can: (capability: string) => boolean
}

/** What roles that are bound to units allow at all: to read what is there. The rest is the whole company's. */
const AT_UNITS = new Set([
  'feedback:read',
  'texts:read',
  'contacts:read',
  'journeys:read',
  'plans:read',
  'metrics:read',
])

/** Return who is signed in; null for anybody else. */
export function viewerOf(told: Told): Viewer | null {
  const { viewer } = told
  if (viewer.kind !== 'user' || !viewer.company) return null
  const held = new Set(viewer.capabilities)
  return {
    name: viewer.name,
    company: viewer.company,
    isBoundToUnits: viewer.isBoundToUnits,
    periods: told.scoreRuns.nodes,
    can: (capability) => held.has(capability) && (!viewer.isBoundToUnits || AT_UNITS.has(capability)),
  }
}

export const ViewerContext = createContext<Viewer | null>(null)

/** Return who looks at this screen. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext)
  if (!viewer) throw new Error('this is shown to who is signed in only')
  return viewer
}
