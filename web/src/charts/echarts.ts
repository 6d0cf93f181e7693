import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts'
import {
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
} from 'echarts/components'
import { init, use as bundle } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { SVGRenderer } from 'echarts/renderers'

// What is named here is bundled; a chart that needs more adds it.
bundle([BarChart, CustomChart, LineChart, ScatterChart])
bundle([
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
])
bundle([LabelLayout, SVGRenderer])

export { init }
export type { EChartsCoreOption as Option, EChartsType } from 'echarts/core'
export type { CustomSeriesRenderItem as RenderItem } from 'echarts/types/dist/shared'
