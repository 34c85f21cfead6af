import { connect } from 'node:net';
import type { Address } from '../environment.ts';

const connectTimeoutMs = 1_000;

/** Whether anything accepts connections at one of the addresses; the only sign of a process in another container. */
export async function anyListens(addresses: readonly Address[], signal: AbortSignal): Promise<boolean> {
  const answers = await Promise.all(addresses.map((address) => listens(address, signal)));
  return answers.includes(true);
}

function listens({ host, port }: Address, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(answer);
    };
    const abort = (): void => end(false);
    // A full backlog of a hung process does not answer and does not refuse, either.
    const timer = setTimeout(() => end(true), connectTimeoutMs);
    signal.addEventListener('abort', abort, { once: true });
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
