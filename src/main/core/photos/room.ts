/**
 * Bounds what is held at once: `work` that needs so much of `limit` waits until there is room, in the order asked. What
 * needs more than all of it has the room for itself.
 */
export function createRoom(limit: number) {
  const waiting: { size: number; enter: () => void }[] = []
  let taken = 0
  const admit = () => {
    for (let next = waiting[0]; next && (taken === 0 || taken + next.size <= limit); next = waiting[0]) {
      waiting.shift()
      taken += next.size
      next.enter()
    }
  }
  return async <T>(size: number, work: () => Promise<T>): Promise<T> => {
    await new Promise<void>((enter) => {
      waiting.push({ size, enter })
      admit()
    })
    try {
      return await work()
    } finally {
      taken -= size
      admit()
    }
  }
}
