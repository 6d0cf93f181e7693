import {
  AimOutlined,
  DashboardOutlined,
  ExperimentOutlined,
  NodeIndexOutlined,
  ScheduleOutlined,
} from '@ant-design/icons'
import type { ComponentType, ReactNode } from 'react'
import type texts from '@/i18n/en.json'

/** A screen of the menu: where it is, what it is called, what one must be allowed for it, and how it is loaded. */
export interface ScreenEntry {
  path: string
  /** Its name in the menu: `menu.<name>` of the texts. */
  name: keyof (typeof texts)['menu']
  icon: ReactNode
  /** Letter that leads there after `g`. */
  letter: string
  needs: string
  load: () => Promise<{ default: ComponentType }>
}

/** Every screen of the menu, in its order. A new one is a line here and a folder in src/screens. */
export const SCREENS: ScreenEntry[] = [
  {
    path: '/',
    name: 'overview',
    icon: <DashboardOutlined />,
    letter: 'o',
    needs: 'metrics:read',
    load: () => import('@/screens/overview/Overview'),
  },
  {
    path: '/journeys',
    name: 'journeys',
    icon: <NodeIndexOutlined />,
    letter: 'j',
    needs: 'metrics:read',
    load: () => import('@/screens/journey/Journeys'),
  },
  {
    path: '/drivers',
    name: 'drivers',
    icon: <AimOutlined />,
    letter: 'd',
    needs: 'metrics:read',
    load: () => import('@/screens/drivers/Drivers'),
  },
  {
    path: '/simulator',
    name: 'simulator',
    icon: <ExperimentOutlined />,
    letter: 's',
    needs: 'plans:read',
    load: () => import('@/screens/simulator/Simulator'),
  },
  {
    path: '/plans',
    name: 'plans',
    icon: <ScheduleOutlined />,
    letter: 'p',
    needs: 'plans:read',
    load: () => import('@/screens/plans/Plans'),
  },
]
