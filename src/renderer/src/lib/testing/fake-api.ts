import type { Api } from '../../../../shared/contract/index.ts'

/** A procedure as a test writes it: what it answers is the contract's, what it is asked it may declare as it likes. */
type Fake<Procedure> = Procedure extends (...input: infer _) => PromiseLike<infer Answer>
  ? (input: never) => Promise<Answer extends AsyncIterator<infer Event> ? AsyncIterable<Event> : Answer>
  : never

export type FakeApi = {
  [Feature in keyof Api]?: { [Name in keyof Api[Feature]]?: Fake<Api[Feature][Name]> }
}

/** An Api of which only what a test expects to be called exists; any other call fails the test by name. */
export function fakeApi(parts: FakeApi): Api {
  const feature = (name: string, procedures: object = {}) =>
    new Proxy(procedures, {
      get: (known, procedure) => {
        if (procedure in known) return known[procedure as keyof typeof known]
        return () => Promise.reject(new Error(`not expected: ${name}.${String(procedure)}`))
      },
    })
  return new Proxy(parts, {
    get: (known, name) => feature(String(name), known[name as keyof FakeApi]),
  }) as Api
}

/** A promise settled from outside, to hold an answer back. */
export function held<T>() {
  let resolve: (value: T) => void = () => {}
  let reject: (reason: unknown) => void = () => {}
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

/** Lets every call that can go on do so. */
export const settled = () => new Promise<void>((resolve) => setTimeout(resolve))
