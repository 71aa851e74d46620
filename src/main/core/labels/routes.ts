import type { LabelAction } from '../../../shared/contract/labels.ts'
import type { Core } from '../core.ts'
import type { Os } from '../routes.ts'
import { flag } from './flags.ts'

export function labelsRoutes(os: Os, core: Core) {
  const { library, labels, events, others } = core
  /** A window that hears of its own label has heard by then of all that was labelled before it. */
  const changeLabels = (change: () => LabelAction, window?: string) => {
    others.labels()
    return tellLabels(core, change(), window)
  }
  return {
    set: os.labels.set.handler(({ input: { ids, classId, by, seen, window } }) =>
      changeLabels(() => labels.set(ids, classId, { by, ...(seen !== undefined && { seen }) }), window),
    ),
    overtaken: os.labels.overtaken.handler(({ input }) => labels.overtaken(input.ids, input.seen)),
    undo: os.labels.undo.handler(({ input }) =>
      changeLabels(() => labels.undo(input.actionId), input.window),
    ),
    redo: os.labels.redo.handler(({ input }) => changeLabels(() => labels.redo(), input.window)),
    flag: os.labels.flag.handler(({ input }) => {
      const ids = flag(library.db, input.ids, input.on)
      if (ids.length > 0) events.publish({ type: 'flags-changed', ids })
      return { ids }
    }),
  }
}

/** Tells every window what an action has changed. */
export function tellLabels(
  { events, predictions }: Core,
  action: LabelAction,
  window: string | null = null,
): LabelAction {
  if (action.removed) events.publish({ type: 'classes-changed', meanings: true })
  events.publish({ type: 'labels-changed', ids: action.ids, event: action.event, window })
  // A model whose classes were all taken away has lost its answers, and may know one again.
  if (action.removed) predictions.all()
  return action
}
