import type { Core } from '../core.ts'
import type { Os } from '../routes.ts'
import type { Kept } from './views.ts'

export function viewsRoutes(os: Os, core: Core) {
  const { views, images, predictions, events } = core
  const changeViews = <T>(changed: T): T => {
    events.publish({ type: 'views-changed' })
    return changed
  }
  const counted = (view: Kept) => ({ ...view, images: images.count(view.filter, predictions.model()) })
  return {
    list: os.views.list.handler(() => views.list().map(counted)),
    save: os.views.save.handler(({ input: { name, ...spec } }) =>
      changeViews(counted(views.save(name, spec))),
    ),
    rename: os.views.rename.handler(({ input }) => changeViews(counted(views.rename(input.id, input.name)))),
    remove: os.views.remove.handler(({ input: { id } }) => {
      views.remove(id)
      return changeViews({ removed: id })
    }),
  }
}
