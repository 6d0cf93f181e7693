import { LineChartOutlined, TableOutlined } from '@ant-design/icons'
import { Button, Flex } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePalette, type Palette } from '@/app/theme'
import { ExportMenu } from '@/parts/ExportMenu'
import { FiguresTable, type Figures } from '@/parts/FiguresTable'
import type { Picked } from './Drawing'
import type { EChartsType, Option } from './echarts'
import { pictureOf } from './picture'

// Loaded after everything that can be read: it weighs as much as all the rest.
const Drawing = lazy(async () => ({ default: (await import('./Drawing')).Drawing }))

interface Props {
  /** What the chart says, in a sentence, for who does not see it. */
  label: string
  /** Name of the files that are exported. */
  name: string
  /** Draws in the colours of the ground. Called again when they change: keep it stable with useCallback. */
  draw: (palette: Palette) => Option
  /** The same figures as a table. */
  figures: Figures
  height?: number
  onPick?: (picked: Picked) => void
}

/** A chart of what the server computed, with the same figures as a table and both as files. */
export function Chart({ label, name, draw, figures, height = 300, onPick }: Props) {
  const { t } = useTranslation()
  const palette = usePalette()
  const option = useMemo(() => draw(palette), [draw, palette])
  const [isTable, setTable] = useState(false)
  const [chart, setChart] = useState<EChartsType | null>(null)
  return (
    <Flex vertical gap="small">
      {isTable ? (
        <FiguresTable figures={figures} label={label} />
      ) : (
        <Suspense fallback={<div aria-busy style={{ height }} />}>
          <Drawing option={option} label={label} height={height} onPick={onPick} onReady={setChart} />
        </Suspense>
      )}
      <Flex gap="small" justify="end">
        <Button
          size="small"
          type="text"
          icon={isTable ? <LineChartOutlined /> : <TableOutlined />}
          onClick={() => setTable(!isTable)}
        >
          {t(isTable ? 'chart.asChart' : 'chart.asTable')}
        </Button>
        <ExportMenu
          name={name}
          figures={figures}
          {...(chart ? { picture: () => pictureOf(chart, palette.ground) } : {})}
        />
      </Flex>
    </Flex>
  )
}
