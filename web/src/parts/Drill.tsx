import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import { SCREENS } from '@/app/screens'
import { useViewer } from '@/app/viewer'

interface Props {
  /** Path of the screen that shows more. */
  to: string
  /** Filters to set there, besides the period, which goes along. */
  filters?: Record<string, string>
  children: ReactNode
}

/** Lead from a figure to the screen that shows what it is made of; plain words where the person may not go there. */
export function Drill({ to, filters = {}, children }: Props) {
  const [here] = useSearchParams()
  const { can } = useViewer()
  const screen = SCREENS.find((one) => to === one.path || to.startsWith(`${one.path}/`))
  if (!screen || !can(screen.needs)) return children
  const period = here.get('period')
  const search = new URLSearchParams({ ...(period ? { period } : {}), ...filters })
  return <Link to={{ pathname: to, search: search.toString() }}>{children}</Link>
}
