/**
 * Out-of-sample probabilities of labelled images, [images, classes], row by row, and the label of each: its place among the
 * classes.
 */
export type Judged = { probabilities: Float32Array; labels: Uint8Array | Uint16Array; classes: number }

/** How many images of each label truly are of each class, as estimated: a matrix [label, class] of numbers of images. */
export type Joint = readonly (readonly number[])[]

export type Ranked = {
  /** The places of those whose label is likely wrong, the likeliest first. */
  places: Uint32Array
  /** For each of these: the class that is likelier than its label. */
  suggested: Uint16Array
  joint: Joint
}

/**
 * Images whose label is likely wrong, by confident learning (Northcutt, Jiang, Chuang 2021, arXiv 1911.00068): the confident
 * joint says how many there are; of the images whose likeliest class is not their label, so many whose label is least likely
 * are it. (Of the rankings that are published this one found most of the labels changed on purpose: docs/results.md.)
 */
export function labelIssues(judged: Judged): Ranked {
  const joint = calibratedJoint(judged)
  const ranked = candidates(judged)
    .toSorted((a, b) => a.own - b.own || a.place - b.place)
    .slice(0, Math.round(offDiagonal(joint)))
  return {
    places: Uint32Array.from(ranked, ({ place }) => place),
    suggested: Uint16Array.from(ranked, ({ suggested }) => suggested),
    joint,
  }
}

/** How many labels are wrong, as the joint has it. */
export const offDiagonal = (joint: Joint): number =>
  joint.flatMap((row, label) => row.filter((_, i) => i !== label)).reduce((sum, n) => sum + n, 0)

type Candidate = { place: number; suggested: number; own: number }

/** Those whose likeliest class is not their label, and how likely that is. */
function candidates({ probabilities, labels, classes }: Judged): Candidate[] {
  const found: Candidate[] = []
  for (let place = 0; place < labels.length; place++) {
    const row = place * classes
    const label = labels[place]!
    // Of classes that are as likely the label stands.
    let suggested = label
    for (let i = 0; i < classes; i++)
      if (probabilities[row + i]! > probabilities[row + suggested]!) suggested = i
    if (suggested !== label) found.push({ place, suggested, own: probabilities[row + label]! })
  }
  return found
}

/** Of each class, how likely it is on average for what is labelled with it: from there on an image counts as confidently of it. */
export function thresholds({ probabilities, labels, classes }: Judged): Float64Array {
  const sums = new Float64Array(classes)
  const counts = new Float64Array(classes)
  for (let place = 0; place < labels.length; place++) {
    const label = labels[place]!
    sums[label]! += probabilities[place * classes + label]!
    counts[label]!++
  }
  // What nothing is labelled with, nothing is confidently of.
  return sums.map((sum, i) => (counts[i]! > 0 ? sum / counts[i]! : Infinity))
}

/** How many of each label are confidently of each class (equation 1 of the paper): of several the likeliest. */
export function confidentJoint(judged: Judged): number[][] {
  const { probabilities, labels, classes } = judged
  const least = thresholds(judged)
  const joint = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  for (let place = 0; place < labels.length; place++) {
    const row = place * classes
    let sure = -1
    for (let i = 0; i < classes; i++)
      if (
        probabilities[row + i]! >= least[i]! &&
        (sure < 0 || probabilities[row + i]! > probabilities[row + sure]!)
      )
        sure = i
    if (sure >= 0) joint[labels[place]!]![sure]!++
  }
  return joint
}

/** The confident joint, each row scaled to as many images as have its label (equation 3, before it is made a distribution). */
export function calibratedJoint(judged: Judged): number[][] {
  const counts = new Array<number>(judged.classes).fill(0)
  for (const label of judged.labels) counts[label]!++
  return confidentJoint(judged).map((row, label) => {
    const sum = row.reduce((total, n) => total + n, 0)
    // Of a label none of whose images is confidently anything, nothing is known: all count as right.
    if (sum === 0) return row.map((_, i) => (i === label ? counts[label]! : 0))
    return row.map((n) => (n / sum) * counts[label]!)
  })
}
