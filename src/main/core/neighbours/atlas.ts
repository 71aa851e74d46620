// embedding-atlas (Apple, MIT; https://github.com/apple/embedding-atlas) brings NN-descent and UMAP in WebAssembly. Its package
// names only its views, which need a browser, so what is used of it is found beside them. For threads alone: it computes
// for seconds without a pause.

type Tell = (fraction: number, stage: string) => void

/** Rows sorted by distance, ascending; a point is its own nearest. */
type Nearest = {
  queryByIndex(index: number, k: number): { indices: Int32Array; distances: Float32Array }
  destroy(): void
}

/** A layout under way. `embedding` is [points, 2], in memory that the next step writes to. */
type Layout = {
  readonly epoch: number
  readonly embedding: Float32Array
  step(epochs: number): Promise<void>
  setParameters(parameters: { learningRate: number }): void
  destroy(): void
}

type Atlas = {
  createNNDescent(
    count: number,
    width: number,
    values: Float32Array,
    options: { metric: 'euclidean'; nNeighbors: number; seed: number; progress?: Tell },
  ): Promise<Nearest>
  createUMAPFromKNN(
    count: number,
    outputWidth: number,
    indices: Int32Array,
    distances: Float32Array,
    options: { seed: number },
  ): Promise<Layout>
}

export async function loadAtlas(): Promise<Atlas> {
  const beside = new URL('./umap.js', import.meta.resolve('embedding-atlas')).href
  return (await import(/* @vite-ignore */ beside)) as Atlas
}
