import { HaberdashError } from '../../../shared/errors.ts'
import type { Core } from '../core.ts'
import type { Os } from '../routes.ts'

export function neighboursRoutes(os: Os, { models, neighbours }: Core) {
  return {
    similar: os.neighbours.similar.handler(({ input: { id, count }, signal }) => {
      const model = models.active()
      if (!model) throw noModel()
      return neighbours.similar(model.id, id, count, signal)
    }),
  }
}

const noModel = () =>
  new HaberdashError('features-missing', 'No model has looked at these images yet.', {
    todo: 'Train one first, or make one active.',
  })
