import { Worker } from 'node:worker_threads';

/** Runs in a thread of its own, because a pattern that runs away cannot be called back. */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const { patterns, lines } = workerData;
patterns.forEach(({ source, flags }, at) => {
  const pattern = new RegExp(source, flags.replace(/[gy]/g, ''));
  for (const line of lines) pattern.test(line);
  parentPort.postMessage(at);
});
`;

/**
 * The first pattern that does not get through all lines in time; undefined when every one does. Where none runs away, all
 * of them together take milliseconds.
 */
export async function runaway(patterns: readonly RegExp[], lines: readonly string[], patienceMs: number): Promise<RegExp | undefined> {
  if (patterns.length === 0) return undefined;
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const worker = new Worker(THREAD, {
    eval: true,
    workerData: { patterns: patterns.map(({ source, flags }) => ({ source, flags })), lines },
  });
  let reached = 0;
  let timer = setTimeout(() => resolve(reached), patienceMs);
  worker.on('message', (done: number) => {
    reached = done + 1;
    clearTimeout(timer);
    if (reached === patterns.length) resolve(undefined);
    else timer = setTimeout(() => resolve(reached), patienceMs);
  });
  worker.on('error', reject);
  try {
    const stuck = await promise;
    return stuck === undefined ? undefined : patterns[stuck];
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
