import type { Run } from './contract/training.ts'

type Given = 'kind' | 'recipe' | 'changes' | 'parent' | 'seed' | 'startedAt' | 'trainedOn'

/** A run as it starts: nothing has come of it yet. */
export const newRun = (given: Pick<Run, Given>): Omit<Run, 'id'> => ({
  ...given,
  state: 'running',
  backbone: null,
  paused: false,
  endedAt: null,
  progress: null,
  curve: [],
  model: null,
  before: null,
  after: null,
  activated: false,
  error: null,
})
