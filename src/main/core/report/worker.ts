import { parentPort, workerData } from 'node:worker_threads'
import type { ReportFacts } from './facts.ts'
import { measureBroadly } from './measure.ts'
import { reportPage } from './page.ts'

measureBroadly()
parentPort!.postMessage(reportPage(workerData as ReportFacts))
