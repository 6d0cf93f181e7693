import { render, type RenderResult } from '@testing-library/react'
import { App } from 'antd'
import type { ReactNode } from 'react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { Provider } from 'urql'
import { ViewerContext, type Viewer } from '@/app/viewer'
import { answering, type Answers } from './answering'

/** Somebody who may do everything. */
export const manager: Viewer = {
  name: 'manager@hotpot.example',
  company: { slug: 'hotpot', name: '川味里火锅', currency: 'CNY', timezone: 'Asia/Shanghai' },
  isBoundToUnits: false,
  periods: [
    { id: '2', period: '2026-10', status: 'PROVISIONAL', createdAt: '2026-11-01T00:00:00Z' },
    { id: '1', period: '2026-09', status: 'OK', createdAt: '2026-10-01T00:00:00Z' },
  ],
  can: () => true,
}

interface Circumstances {
  /** What the server answers, by the name of the operation. */
  answers?: Answers
  viewer?: Partial<Viewer>
  at?: string
}

/** Show something as it is shown on a screen; returns the router too, whose address is the state of filters. */
export function shown(what: ReactNode, { answers = {}, viewer, at = '/' }: Circumstances = {}) {
  const router = createMemoryRouter([{ path: '*', element: what }], { initialEntries: [at] })
  const view: RenderResult = render(
    <Provider value={answering(answers)}>
      <ViewerContext value={{ ...manager, ...viewer }}>
        <App>
          <RouterProvider router={router} />
        </App>
      </ViewerContext>
    </Provider>,
  )
  return { ...view, router }
}
