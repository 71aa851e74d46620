import type { LabelAction } from '../../../shared/contract/labels.ts'
import type { Core } from '../core.ts'
import { tellLabels } from '../labels/routes.ts'
import type { Os } from '../routes.ts'

export function classesRoutes(os: Os, core: Core) {
  const { classes, labels, events } = core
  const changeClasses = <T>(changed: T): T => {
    events.publish({ type: 'classes-changed', meanings: false })
    return changed
  }
  const changeLabels = (action: LabelAction) => tellLabels(core, action)
  return {
    list: os.classes.list.handler(() => classes.list()),
    add: os.classes.add.handler(({ input }) => changeClasses(classes.add(input.name))),
    rename: os.classes.rename.handler(({ input }) => changeClasses(classes.rename(input.id, input.name))),
    recolour: os.classes.recolour.handler(({ input }) =>
      changeClasses(classes.recolour(input.id, input.color)),
    ),
    setKey: os.classes.setKey.handler(({ input }) => changeClasses(classes.setKey(input.id, input.key))),
    reorder: os.classes.reorder.handler(({ input }) => changeClasses(classes.reorder(input.ids))),
    merge: os.classes.merge.handler(({ input }) => changeLabels(labels.removeClass(input.id, input.into))),
    remove: os.classes.remove.handler(({ input }) => changeLabels(labels.removeClass(input.id, input.into))),
  }
}
