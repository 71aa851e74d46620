import { CheckStage, type CheckProgress } from '../../../shared/contract/checks.ts'

/** What part of all the time each stage takes, about: of 70,000 images on two cores, where none has features yet. */
const PARTS: Record<CheckStage, number> = { describing: 0.6, comparing: 0.15, judging: 0.2, looking: 0.05 }

/** From so much of the work on, what is left can be told. */
const ENOUGH = 0.05

/** Puts the progress of each stage together: of all, and how long it still takes at the pace of this stage and those before. */
export function paceOf(now = () => performance.now()): (stage: CheckStage, share: number) => CheckProgress {
  const began = now()
  let first: number | null = null
  return (stage, share) => {
    const before = CheckStage.options.slice(0, CheckStage.options.indexOf(stage))
    const overall = before.reduce((sum, each) => sum + PARTS[each], 0) + PARTS[stage] * share
    // Stages that have nothing to do are over at once: what they would have taken is not counted.
    first ??= stage === 'describing' ? 0 : overall
    const done = overall - first
    const seconds = (now() - began) / 1000
    const secondsLeft = done < ENOUGH ? null : (seconds / done) * (1 - overall)
    return { stage, share, overall, secondsLeft }
  }
}
