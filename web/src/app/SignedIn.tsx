import { useEffect, useMemo } from 'react'
import { Navigate, Outlet, useLocation } from 'react-router'
import { beginZone } from '@/parts/time'
import { isSignedOut } from '@/api/errors'
import { useQuestion } from '@/parts/useQuestion'
import { FaultPage } from '@/parts/FaultPage'
import { PageSkeleton } from '@/parts/PageSkeleton'
import { sessionDocument, ViewerContext, viewerOf } from './viewer'

const FIRST = { isFirst: true }

/** Show what is below to who is signed in, and the sign-in screen to anybody else, who comes back here afterwards. */
export function SignedIn() {
  const session = useQuestion(sessionDocument, {}, FIRST)
  const viewer = useMemo(() => session.data && viewerOf(session.data), [session.data])
  const here = useLocation()
  useEffect(() => {
    if (viewer) beginZone(viewer.company.timezone)
  }, [viewer])
  if (viewer) {
    return (
      <ViewerContext value={viewer}>
        <Outlet />
      </ViewerContext>
    )
  }
  const isNobody = session.data || (session.error && isSignedOut(session.error))
  if (isNobody) {
    const next =
      here.pathname === '/' && !here.search ? '' : `?next=${encodeURIComponent(here.pathname + here.search)}`
    return <Navigate to={`/sign-in${next}`} replace />
  }
  if (session.fault) return <FaultPage fault={session.fault} again={session.again} />
  return <PageSkeleton />
}
