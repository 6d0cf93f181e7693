import { Drawer, Grid } from 'antd'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { useNames } from '@/parts/names'
import { useFilter } from '@/parts/useFilter'
import { TouchpointInside } from './TouchpointInside'
import type { Told } from './useJourneyMap'
import { useMapFilters } from './useMapFilters'
import { Verbatims } from './Verbatims'

/** What is behind a touchpoint of the map; the address says which, so that it can be passed on. */
export function TouchpointDrawer({ told, period }: { told: Told | undefined; period: string }) {
  const { t } = useTranslation()
  const { can, isBoundToUnits } = useViewer()
  const nameOf = useNames()
  const isWide = Grid.useBreakpoint().md ?? true
  const { measure } = useMapFilters()
  const [code, open] = useFilter('touchpoint')
  const places = told?.journeys.nodes[0]?.publishedVersion?.stages.nodes.flatMap(
    ({ placements }) => placements.nodes,
  )
  const found = places?.find(({ touchpoint }) => touchpoint.code === code)?.touchpoint
  const moment = told?.whole.nodes[0]?.momentsOfTruth.find(({ touchpoint }) => touchpoint === code)
  const said = code && can('feedback:read') && <Verbatims code={code} />
  return (
    <Drawer
      open={!!code}
      onClose={() => open(null)}
      size={isWide ? 520 : '100%'}
      title={found ? nameOf(found) : (code ?? '')}
      closable={{ 'aria-label': t('journey.close') }}
      destroyOnHidden
    >
      {code && (
        <>
          {!isBoundToUnits && (
            <TouchpointInside code={code} period={period} measure={measure} moment={moment}>
              {said}
            </TouchpointInside>
          )}
          {isBoundToUnits && said}
        </>
      )}
    </Drawer>
  )
}
