import BetterSqlite3 from 'better-sqlite3'
import { parentPort, workerData } from 'node:worker_threads'

// A thread that writes a database's log back whenever it is told to; checkpoints.ts starts it.

const db = new BetterSqlite3(String(workerData), { fileMustExist: true, timeout: 0 })

// As much as is possible without waiting for anybody: what is being read stays in the log until the next time.
parentPort!.on('message', () => db.pragma('wal_checkpoint(PASSIVE)'))
