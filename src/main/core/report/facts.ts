import type { ClassCount } from '../../../shared/contract/data.ts'
import type { Knobs } from '../../../shared/contract/models.ts'
import type { ReliabilityBin, Results } from '../../../shared/contract/results.ts'
import type { EpochPoint, Run } from '../../../shared/contract/training.ts'
import type { ClassId, InputSpec, ModelId, Scores } from '../../../shared/domain.ts'

/** An image as a report shows it. */
export type ShownImage = {
  /** As a person knows it; a photo's name is anyone's. */
  name: string
  /** A data: address; null where its file can't be read. */
  picture: string | null
  label: string
  /** What was said of it, each with who said it where there are two. */
  answers: { by: string | null; name: string; confidence: number }[]
}

/** What is another than the parent's answers, on the images that both were asked. */
export type ReportChanges = {
  parent: ModelId
  images: number
  unasked: number
  counts: { bothRight: number; sameMistake: number; fixed: number; broken: number; otherMistake: number }
  /** McNemar's exact test, two-sided. */
  p: number
  fixed: ShownImage[]
  broken: ShownImage[]
}

/** Everything that a report says, as plain data: it is written by a thread of its own. */
export type ReportFacts = {
  madeAt: string
  library: { name: string; dataset: { name: string; variant: string } | null }
  model: {
    id: ModelId
    parent: ModelId | null
    active: boolean
    note: string
    createdAt: string
    parameters: number
    bytes: number
    recipe: string
    knobs: Knobs
    seed: number
    input: InputSpec
    backbone: string | null
    classes: string[]
    dataFingerprint: string
    temperature: number
    threshold: number | null
    /** Images set aside while it learnt; null where that was not kept. */
    aside: number | null
    scores: Scores
    before: Scores | null
    curve: EpochPoint[]
  }
  /** What it learnt from; null for a version that came from elsewhere. */
  trainedOn: Run['trainedOn'] | null
  /** Of the library as it is now. */
  counts: { labels: { label: ClassId | null; name: string }[]; counts: ClassCount[] }
  /** Null where no labelled image is there to look at. */
  results: Results | null
  /** Calibration at temperature 1; null where it can't be told. */
  uncalibrated: { bins: ReliabilityBin[]; error: number } | null
  mistakes: ShownImage[]
  changes: ReportChanges | null
}
