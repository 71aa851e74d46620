/**
 * McNemar's exact test (McNemar 1947; two-sided, by the binomial distribution): how likely a difference between two
 * models at least this large is, were both equally good. Only the images that one of them got right tell of it.
 * @param onlyA images only the first got right
 * @param onlyB images only the second got right
 * @returns p, above 0 to 1
 */
export function mcnemar(onlyA: number, onlyB: number): number {
  const n = onlyA + onlyB
  const fewer = Math.min(onlyA, onlyB)
  // The largest term, n over k / 2^n at k = fewer, by its logarithm; the smaller ones by their ratio to it.
  let largest = -n * Math.LN2
  for (let k = 1; k <= fewer; k++) largest += Math.log((n - k + 1) / k)
  let [term, sum] = [1, 1]
  for (let k = fewer; k > 0; k--) {
    term *= k / (n - k + 1)
    sum += term
  }
  return Math.min(1, Math.max(Number.MIN_VALUE, 2 * Math.exp(largest) * sum))
}
