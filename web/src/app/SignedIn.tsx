import { useEffect, useMemo } from 'react'
import { Navigate, Outlet, useLocation } from 'react-router'
import { beginZone } from '@/parts/time'
import { isNobody } from '@/api/page'
import { isSignedOut, needsFactor } from '@/api/errors'
import { useQuestion } from '@/parts/useQuestion'
import { FaultPage } from '@/parts/FaultPage'
import { PageSkeleton } from '@/parts/PageSkeleton'
import { sessionDocument, ViewerContext, viewerOf } from './viewer'

const FIRST = { isFirst: true }

/** Show what is below to who is signed in, and the sign-in screen to anybody else, who comes back here afterwards. */
export function SignedIn() {
  return isNobody() ? <ToSignIn /> : <Asked />
}

function Asked() {
  const session = useQuestion(sessionDocument, {}, FIRST)
  const viewer = useMemo(() => session.data && viewerOf(session.data), [session.data])
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
  if (session.error && needsFactor(session.error)) return <ToSignIn to="/second-factor" />
  if (session.data || (session.error && isSignedOut(session.error))) return <ToSignIn />
  if (session.fault) return <FaultPage fault={session.fault} again={session.again} />
  return <PageSkeleton />
}

function ToSignIn({ to = '/sign-in' }: { to?: string }) {
  const { pathname, search } = useLocation()
  const next = pathname === '/' && !search ? '' : `?next=${encodeURIComponent(pathname + search)}`
  return <Navigate to={`${to}${next}`} replace />
}
