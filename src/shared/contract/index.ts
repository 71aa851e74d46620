import type { ContractRouterClient } from '@orpc/contract'
import { backbones } from './backbones.ts'
import { browse } from './browse.ts'
import { checks } from './checks.ts'
import { classes } from './classes.ts'
import { data } from './data.ts'
import { labels } from './labels.ts'
import { libraries } from './libraries.ts'
import { library } from './library.ts'
import { map } from './map.ts'
import { models } from './models.ts'
import { neighbours } from './neighbours.ts'
import { network } from './network.ts'
import { photos } from './photos.ts'
import { report } from './report.ts'
import { results } from './results.ts'
import { reviews } from './reviews.ts'
import { sets } from './sets.ts'
import { training } from './training.ts'
import { views } from './views.ts'

/** What every door offers. Implemented once, in src/main/core/router.ts. */
export const contract = {
  libraries,
  library,
  classes,
  checks,
  browse,
  views,
  photos,
  labels,
  report,
  results,
  reviews,
  sets,
  data,
  models,
  neighbours,
  map,
  network,
  backbones,
  training,
}

export type Api = ContractRouterClient<typeof contract>
