import type uPlot from 'uplot'

/** Loss on the left axis, accuracy in percent on the right, by epoch; told apart by dash and side, not by colour alone. */
export function chartOptions(
  style: CSSStyleDeclaration,
  width: number,
  height: number,
  epochs: number,
): uPlot.Options {
  const colour = (name: string) => resolved(style, name)
  const axis = {
    stroke: colour('--muted'),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  }
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { x: { time: false, range: [1, Math.max(2, epochs)] }, loss: {}, accuracy: {} },
    axes: [
      { ...axis, space: 48, incrs: [1, 2, 5, 10, 20, 50, 100], values: (_, splits) => splits.map(String) },
      { ...axis, scale: 'loss', size: 56, values: (_, splits) => splits.map((value) => value.toFixed(2)) },
      {
        ...axis,
        scale: 'accuracy',
        side: 1,
        size: 56,
        grid: { show: false },
        values: (_, splits) => splits.map((value) => `${value.toFixed(1)} %`),
      },
    ],
    series: [
      { label: 'Epoch' },
      {
        label: 'Loss',
        scale: 'loss',
        stroke: colour('--class-1'),
        width: 2,
        dash: [6, 4],
      },
      {
        label: 'Accuracy',
        scale: 'accuracy',
        stroke: colour('--accent'),
        width: 2,
      },
    ],
  }
}

/** A custom property as a colour a canvas understands: light-dark() is settled by an element that wears it. */
function resolved(style: CSSStyleDeclaration, name: string): string {
  const probe = document.createElement('span')
  probe.style.color = style.getPropertyValue(name)
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
