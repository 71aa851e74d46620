/** The environment of an engine that is to use so many threads; without a number, as many as the machine has cores. */
export const engineEnvironment = (threads?: number): NodeJS.ProcessEnv =>
  threads === undefined ? process.env : { ...process.env, TF_NUM_INTRAOP_THREADS: `${threads}` }
