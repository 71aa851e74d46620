import { expect, it, vi } from 'vitest'
import type { Api } from '../../../../shared/contract/index.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { HaberdashError } from '../../../../shared/errors.ts'
import { Similar } from './similar.svelte.ts'

const row = (id: number, name: string) => ({ id: id as ImageId, name })

function made(similar: (input: { id: ImageId }) => Promise<{ ids: ImageId[] }>) {
  const show = vi.fn(async () => {})
  const onProblem = vi.fn()
  const api = { neighbours: { similar } } as unknown as Api
  return { similar: new Similar({ api, sets: { show }, onProblem }), show, onProblem }
}

it('shows the most similar ones under the name of the image', async () => {
  const { similar, show } = made(async ({ id }) => ({ ids: [id, 7 as ImageId] }))
  await similar.to(row(3, 'shirt.jpg'))
  await similar.to(row(3, 'x'.repeat(300)))
  await similar.to(undefined)
  expect(show.mock.calls).toEqual([
    ['Most like shirt.jpg', [3, 7]],
    [`Most like ${'x'.repeat(99)}…`, [3, 7]],
  ])
})

it('says so where the image has no features yet', async () => {
  const { similar, show, onProblem } = made(() =>
    Promise.reject(new HaberdashError('features-missing', 'Not looked at yet.', { todo: 'Wait.' })),
  )
  await similar.to(row(3, 'shirt.jpg'))
  expect(onProblem).toHaveBeenCalledWith('Not looked at yet. Wait.')
  expect(show).not.toHaveBeenCalled()
})

it('shows the later one of two, whichever is answered first', async () => {
  const answers: (() => void)[] = []
  const { similar, show } = made(
    ({ id }) => new Promise((resolve) => answers.push(() => resolve({ ids: [id] }))),
  )
  const both = [similar.to(row(1, 'a')), similar.to(row(2, 'b'))]
  answers[1]!()
  answers[0]!()
  await Promise.all(both)
  expect(show.mock.calls).toEqual([['Most like b', [2]]])
})
