import { createBrowserRouter, type RouteObject } from 'react-router'
import { PageSkeleton } from '@/parts/PageSkeleton'
import { Crashed } from './Crashed'
import { NotFound } from './NotFound'
import { SCREENS, type ScreenEntry } from './screens'
import { SignedIn } from './SignedIn'

function routeOf(screen: ScreenEntry): RouteObject {
  const lazy = async () => ({ Component: (await screen.load()).default })
  // A screen's own addresses, such as /plans/<code>, are read by the screen.
  return { path: screen.path === '/' ? '/' : `${screen.path}/*`, lazy, errorElement: <Crashed /> }
}

const entry = async () => ({ Component: (await import('@/screens/sign-in/SignIn')).default })
const factor = async () => ({ Component: (await import('@/screens/sign-in/SecondFactor')).default })
const linked = async () => ({ Component: (await import('@/screens/sign-in/Linked')).default })

const account = async () => ({ Component: (await import('@/screens/account/Account')).default })
const shell = async () => ({ Component: (await import('./Shell')).Shell })

/** Return the addresses of the console. */
export const routes: RouteObject[] = [
  { path: '/sign-in', lazy: entry, HydrateFallback: PageSkeleton, errorElement: <Crashed /> },
  { path: '/second-factor', lazy: factor, HydrateFallback: PageSkeleton, errorElement: <Crashed /> },
  { path: '/reset', lazy: linked, HydrateFallback: PageSkeleton, errorElement: <Crashed /> },
  { path: '/invitation', lazy: linked, HydrateFallback: PageSkeleton, errorElement: <Crashed /> },
  {
    Component: SignedIn,
    HydrateFallback: PageSkeleton,
    errorElement: <Crashed />,
    children: [
      {
        lazy: shell,
        children: [
          ...SCREENS.map(routeOf),
          { path: '/account', lazy: account, errorElement: <Crashed /> },
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
]

export const makeRouter = () => createBrowserRouter(routes)
