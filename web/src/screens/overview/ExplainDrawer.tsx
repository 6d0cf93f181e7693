import { Drawer, Grid } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFilter } from '@/parts/useFilter'
import { Explanation } from './Explanation'

/** What a figure is made of, beside the screen: its run, its equations, and the facts behind it. */
export default function ExplainDrawer() {
  const { t } = useTranslation()
  const isWide = Grid.useBreakpoint().md ?? true
  const [asked, ask] = useFilter('explain')
  const [figure = '', score = ''] = asked?.split(':') ?? []
  return (
    <Drawer
      open={!!asked}
      onClose={() => ask(null)}
      size={isWide ? 560 : '100%'}
      title={t('explain.title')}
      closable={{ 'aria-label': t('journey.close') }}
      destroyOnHidden
    >
      {score && <Explanation score={score} figure={figure} />}
    </Drawer>
  )
}
