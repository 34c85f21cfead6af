import { createServer } from 'node:net';
import { writeFileSync } from 'node:fs';
import type { LocalProgram } from './local-program.ts';

function until(...signals: AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of signals) {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    }
    // A pending promise keeps no process alive, and must not here: the IPC channel does.
  });
}

/** Programs that the tests of the local runtime and of the node run. */
export const programs: Record<string, LocalProgram> = {
  /** Writes what it was given into its log and ends. */
  report: async ({ args, env, mounts, log }) => {
    log(JSON.stringify({ args, env, mounts, title: process.title, pid: process.pid }));
    return 0;
  },
  exit: async ({ args, log }) => {
    log(`leaving with ${args[0]}`);
    return Number(args[0]);
  },
  throw: async () => {
    throw new Error('something broke inside');
  },
  /** Its main promise waits, but a promise it forgot about rejects. */
  strayRejection: async ({ killed, signal }) => {
    setTimeout(() => void Promise.reject(new Error('a stray rejection')), 5);
    await until(killed, signal);
    return 0;
  },
  /** Runs until it is asked to leave; says its process id. */
  wait: async ({ log, signal, killed }) => {
    log(`waiting in ${process.pid}`);
    await until(signal, killed);
    log('asked to leave');
    return 0;
  },
  /** Says what it stands for would use: shares args[0] and args[1] of its limits. */
  pretend: async ({ args, signal, killed, tellUsage }) => {
    tellUsage(() => ({ cpuShare: Number(args[0]), memoryShare: Number(args[1]) }));
    await until(signal, killed);
    return 0;
  },
  /** Leaves only when killed. */
  stubborn: async ({ log, killed }) => {
    log(`stubborn in ${process.pid}`);
    await until(killed);
    return 0;
  },
  /** Does not even hear the kill. */
  deaf: async ({ log }) => {
    log(`deaf in ${process.pid}`);
    await new Promise(() => undefined);
    return 0;
  },
  /** Writes args[1] into the file args[0]. */
  write: async ({ args }) => {
    writeFileSync(args[0] ?? '', args[1] ?? '');
    return 0;
  },
  chatter: async ({ args, log }) => {
    for (let i = 0; i < Number(args[0]); i++) log(`line ${i}`);
    return 0;
  },
  /** Listens on the port that container port args[0] is mapped to. */
  listen: async ({ args, env, log, signal, killed }) => {
    const map = JSON.parse(env['GSE_PORT_MAP'] ?? '{}') as Record<string, string>;
    const [host = '', port = ''] = (map[`${args[0]}/TCP`] ?? '').split(':');
    const server = createServer((socket) => socket.end('hello'));
    await new Promise<void>((resolve) => server.listen(Number(port), host, resolve));
    log(`listening on ${host}:${port}`);
    await until(signal, killed);
    await new Promise((resolve) => server.close(resolve));
    return 0;
  },
};
