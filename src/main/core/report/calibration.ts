import type { Results } from '../../../shared/contract/results.ts'
import type { ReportFacts } from './facts.ts'
import { html, type Html } from './html.ts'
import { table } from './parts.ts'
import { share } from './words.ts'

export function calibrationPart({ uncalibrated, model }: ReportFacts, results: Results): Html {
  const rows = [
    ['Without temperature scaling', uncalibrated ? share(uncalibrated.error) : 'can’t be told'],
    [`At its temperature, ${model.temperature.toFixed(3)}`, share(results.calibrationError)],
  ]
  return html` <h2>Calibration</h2>
    <p>
      How far its confidence is from how often it is right: the expected calibration error over 15 bins (Guo
      et al. 2017). The temperature was fitted on images set aside while it learnt, never on these.
    </p>
    ${table({ columns: ['Confidences', 'Calibration error'], rows }, 'Calibration error')}`
}
