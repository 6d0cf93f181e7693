import {
  BgColorsOutlined,
  NodeIndexOutlined,
  PlusOutlined,
  ScheduleOutlined,
  TranslationOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { graphql } from '@/api/graphql'
import { speak } from '@/i18n'
import { useNames } from '@/parts/names'
import { useQuestion } from '@/parts/useQuestion'
import { appearance } from '../preferences'
import { SCREENS } from '../screens'
import { useIsDark } from '../theme'
import { useViewer } from '../viewer'

const findsDocument = graphql(`
  query Finds($first: Int!) {
    touchpoints(first: $first) {
      nodes {
        id
        code
        nameZh
        nameEn
      }
    }
    actionPlans(first: $first, order: NEWEST) {
      nodes {
        id
        code
        title
      }
    }
  }
`)

/** Something that the palette leads to or does. */
export interface Find {
  key: string
  icon: ReactNode
  /** What sort of thing it is, for people. */
  sort: string
  name: string
  /** What it is found by besides its name. */
  more: string
  run: () => void
}

const MOST = 100

/** Return everything that the person may go to or do from here; what the server is asked for comes a little later. */
export function useFinds(): { finds: Find[]; isLoading: boolean } {
  const screens = useScreens()
  const actions = useActions()
  const { finds, isLoading } = useThings()
  return { finds: [...screens, ...actions, ...finds], isLoading }
}

function useScreens(): Find[] {
  const { t } = useTranslation()
  const { can } = useViewer()
  const go = useNavigate()
  return SCREENS.filter((one) => can(one.needs)).map((one) => ({
    key: one.path,
    icon: one.icon,
    sort: t('palette.screen'),
    name: t(`menu.${one.name}`),
    more: `${one.name} g ${one.letter}`,
    run: () => void go(one.path),
  }))
}

function useActions(): Find[] {
  const { t, i18n } = useTranslation()
  const { can } = useViewer()
  const isDark = useIsDark()
  const go = useNavigate()
  const sort = t('palette.action')
  const other = i18n.language === 'en' ? 'zh-CN' : 'en'
  return [
    ...(can('plans:write')
      ? [
          {
            key: 'new-plan',
            icon: <PlusOutlined />,
            sort,
            name: t('palette.newPlan'),
            more: 'plan new',
            run: () => void go('/plans?form=new'),
          },
        ]
      : []),
    {
      key: 'theme',
      icon: <BgColorsOutlined />,
      sort,
      name: t('keys.theme'),
      more: 'dark light theme d',
      run: () => appearance.set(isDark ? 'light' : 'dark'),
    },
    {
      key: 'language',
      icon: <TranslationOutlined />,
      sort,
      name: t('app.otherLanguage'),
      more: 'language english chinese zhongwen',
      run: () => void speak(other),
    },
  ]
}

function useThings(): { finds: Find[]; isLoading: boolean } {
  const { t } = useTranslation()
  const nameOf = useNames()
  const go = useNavigate()
  const { data, isLoading } = useQuestion(findsDocument, { first: MOST })
  const touchpoints = (data?.touchpoints.nodes ?? []).map((one) => ({
    key: one.id,
    icon: <NodeIndexOutlined />,
    sort: t('overview.part'),
    name: nameOf(one),
    more: `${one.code} ${one.nameZh} ${one.nameEn}`,
    run: () => void go(`/drivers?touchpoint=${encodeURIComponent(one.code)}`),
  }))
  const plans = (data?.actionPlans.nodes ?? []).map((one) => ({
    key: one.id,
    icon: <ScheduleOutlined />,
    sort: t('palette.plan'),
    name: one.title,
    more: one.code,
    run: () => void go(`/plans/${encodeURIComponent(one.code)}`),
  }))
  return { finds: [...touchpoints, ...plans], isLoading }
}
