import { parentPort, workerData } from 'node:worker_threads'
import type { ReportFacts } from './facts.ts'
import { reportPage } from './page.ts'

parentPort!.postMessage(reportPage(workerData as ReportFacts))
