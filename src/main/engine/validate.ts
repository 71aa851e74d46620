import type { Network } from './network.ts'
import { predict } from './predict.ts'
import type { TrainingData } from './train.ts'

// A probability of exactly 0 would make the loss infinite.
const FLOOR = 1e-7

/** Mean cross-entropy (nats) and accuracy on images that are not learnt from: as they are, without dropout. */
export async function validate(
  network: Network,
  { count, pixels, labels }: TrainingData,
): Promise<{ loss: number; accuracy: number }> {
  const rows = await predict(network, pixels)
  let loss = 0
  let right = 0
  labels.forEach((label, i) => {
    const row = rows.subarray(i * network.classes, (i + 1) * network.classes)
    loss -= Math.log(Math.max(row[label]!, FLOOR))
    if (row.indexOf(Math.max(...row)) === label) right++
  })
  return { loss: loss / count, accuracy: right / count }
}
