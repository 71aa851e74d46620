/** The value that a share of all is not above: `quantile(all, 0.95)` is the 95th percentile (nearest rank). */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0

export const rounded = (value: number): number => Math.round(value * 10) / 10

/** Median, 95th percentile and longest. */
export const spread = (values: readonly number[]) => ({
  median: rounded(quantile(values, 0.5)),
  p95: rounded(quantile(values, 0.95)),
  longest: rounded(Math.max(0, ...values)),
  count: values.length,
})
