/**
 * What `work` tells on its way and, last, what it ends with, as an iterator: whoever is slow hears only the newest.
 * @throws what `work` throws
 */
export async function* newest<Event>(
  work: (tell: (event: Event) => void) => Promise<Event>,
): AsyncGenerator<Event, void> {
  let told: { event: Event } | null = null
  let wake = () => {}
  const end = work((event) => {
    told = { event }
    wake()
  }).then((event) => ({ event, last: true }))
  // Nobody may be waiting when it fails: it is thrown to whoever asks next.
  end.catch(() => {})
  for (;;) {
    const next = new Promise<void>((resolve) => (wake = resolve))
    const ended = told ? null : await Promise.race([end, next])
    if (ended) {
      yield ended.event
      return
    }
    const now = told as { event: Event } | null
    told = null
    if (now) yield now.event
  }
}
