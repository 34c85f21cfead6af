// @ts-check
/**
 * Says what is going on, a line when a step starts and one when it ends; a step that takes long says every
 * 15 seconds that it is alive and, where it knows, how far it is. Goes to stderr: stdout belongs to the program that
 * is started.
 *
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @param {() => string} [progress]
 * @param {(line: string) => void} [say]
 * @returns {Promise<T>}
 */
export async function step(what, work, progress = () => '', say = (line) => void process.stderr.write(`${line}\n`)) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  say(`gse: ${what} …`);
  const heartbeat = setInterval(() => say(['gse:   still at it', `${seconds()} s`, progress()].filter(Boolean).join(', ')), 15_000);
  try {
    const result = await work();
    say(`gse:   done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
