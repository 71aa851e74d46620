import type { Intensities } from '../../../../shared/contract/data.ts'
import type { FigureTable } from '../../../../shared/figures/figure.ts'
import type { Named } from './named.ts'

/** The mean and the standard deviation of each class's numbers, 0 to 255. */
export function meanTable(labels: readonly Named[], found: readonly Intensities[]): FigureTable {
  const of = new Map(found.map((one) => [one.label, one]))
  const rows = labels.flatMap(({ label, name }) => {
    const numbers = of.get(label)
    return numbers ? [[name, numbers.images, numbers.mean, numbers.deviation]] : []
  })
  return { columns: ['Class', 'Images', 'Mean', 'Standard deviation'], rows }
}
