import type { GameSimulator } from '@gse/sdk';

/** Where a stand-in lives in its container. */
export interface StandIn {
  readonly simulator: GameSimulator;
  readonly dataDir: string;
}

/**
 * Plays a game's simulator as the process of a container: signals ask it to leave, its lines are the standard output, its
 * ports are the container's. SIGUSR2 makes it eat memory until the kernel ends it, as a game with a leak does.
 */
export async function standIn({ simulator, dataDir }: StandIn): Promise<never> {
  const terminate = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => terminate.abort());
  process.on('SIGUSR2', eatMemory);
  const exitCode = await simulator.run({
    dataDir,
    env: Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    listen: (port) => ({ host: '0.0.0.0', port }),
    write: (line) => void process.stdout.write(`${line}\n`),
    terminate: terminate.signal,
    // Nothing inside the process learns of SIGKILL.
    killed: new AbortController().signal,
  });
  process.exit(exitCode);
}

function eatMemory(): never {
  const eaten: Buffer[] = [];
  for (;;) eaten.push(Buffer.alloc(16 * 1024 * 1024, eaten.length + 1));
}
