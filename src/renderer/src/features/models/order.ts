import type { ModelVersion } from '../../../../shared/contract/models.ts'

export type OrderBy = 'made' | 'test' | 'holdout' | 'size'
export type Order = { by: OrderBy; descending: boolean }

const VALUES: Record<OrderBy, (version: ModelVersion) => number | null> = {
  made: ({ createdAt }) => Date.parse(createdAt),
  test: ({ scores }) => scores.test?.accuracy ?? null,
  holdout: ({ scores }) => scores.holdout?.accuracy ?? null,
  size: ({ bytes }) => bytes,
}

/** Versions in an order; those not scored yet last, either way, and equals as they came. */
export function ordered(versions: readonly ModelVersion[], { by, descending }: Order): ModelVersion[] {
  const value = VALUES[by]
  return [...versions].sort((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return descending ? y - x : x - y
  })
}

/** What a press on a column's heading asks for: the best, newest or largest first, and at the next press the reverse. */
export const turned = (order: Order, by: OrderBy): Order => ({
  by,
  descending: order.by === by ? !order.descending : true,
})
