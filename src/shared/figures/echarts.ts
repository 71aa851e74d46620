import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts'
import {
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

const CHARTS = [BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart]
const PARTS = [
  ...[GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent],
  ...[TooltipComponent, VisualMapComponent],
]

// The parts of Apache ECharts that figures are made of: imported late, since it is large, and only by what draws.
use([...CHARTS, ...PARTS, SVGRenderer])

export { init }
