import type { Results } from '../../../shared/contract/results.ts'
import { clusteredOrder } from '../../../shared/figures/class-order.ts'
import { confusionFigure } from '../../../shared/figures/confusion.ts'
import { perClassFigure, perClassHeight } from '../../../shared/figures/per-class.ts'
import { precisionRecallFigure } from '../../../shared/figures/precision-recall.ts'
import { html, type Html } from './html.ts'
import { figure, WIDE } from './parts.ts'

/** From so many classes on those that are confused stand side by side: in the library's order nobody would find them. */
const CLUSTERED = 20

/** Which classes are taken for which, and how well each is told from all others. */
export function classFigures(results: Results): Html {
  const { confusion, classes, perClass } = results
  const order = classes.length < CLUSTERED ? undefined : clusteredOrder(confusion)
  const height = perClassHeight(perClass.length)
  return html` ${figure(confusionFigure(results, 'count', order))}
  ${figure({ ...perClassFigure(results), aspect: height / WIDE.width })}
  ${figure({ ...precisionRecallFigure(results), aspect: 0.45 })}`
}
