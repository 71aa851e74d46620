import type { Results } from '../../../shared/contract/results.ts'
import { confidenceFigure } from '../../../shared/figures/confidence.ts'
import { reliabilityFigure } from '../../../shared/figures/reliability.ts'
import type { ReportFacts } from './facts.ts'
import { html, type Html } from './html.ts'
import { figure, table } from './parts.ts'
import { share } from './words.ts'

/** Whether it is as sure as it is right, before and after its temperature. */
export function calibrationPart({ uncalibrated, model }: ReportFacts, results: Results): Html {
  const rows = [
    ['Without temperature scaling', uncalibrated ? share(uncalibrated.error) : 'can’t be told'],
    [`At its temperature, ${model.temperature.toFixed(3)}`, share(results.calibrationError)],
  ]
  const before = uncalibrated && {
    ...results,
    reliability: uncalibrated.bins,
    calibrationError: uncalibrated.error,
  }
  return html` <h2>Calibration</h2>
    <p>
      How far its confidence is from how often it is right: the expected calibration error over 15 bins (Guo
      et al. 2017). The temperature was fitted on images set aside while it learnt, never on these.
    </p>
    ${table({ columns: ['Confidences', 'Calibration error'], rows }, 'Calibration error')}
    <div class="pair">
      ${
        before &&
        figure(
          { ...reliabilityFigure(before), title: 'Reliability without temperature scaling', aspect: 0.8 },
          'half',
        )
      }
      ${figure({ ...reliabilityFigure(results), title: 'Reliability at its temperature', aspect: 0.8 }, 'half')}
    </div>
    ${figure({ ...confidenceFigure(results), aspect: 0.4 })}`
}
