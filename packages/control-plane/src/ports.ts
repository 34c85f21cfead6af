import { createServer } from 'node:net';

/**
 * Below the range from which systems give ports to outgoing connections, so that none of those takes it meanwhile, and below
 * those of games.
 */
const lowest = 20_000;
const highest = 25_000;
const maxAttempts = 100;
/** Processes that run side by side begin this far apart, so that none is given what another is about to listen on. */
const perProcess = 64;
let given = 0;

/** A TCP port of the loopback interface that is free now. Whoever gets it must be ready to lose the race for it. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const port = lowest + ((process.pid * perProcess + given++) % (highest - lowest));
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port between ${lowest} and ${highest} after ${maxAttempts} attempts`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
