import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ControlPlaneError } from './errors.ts';

/** What the supervisor process is asked to do. */
export type SupervisorRequest =
  | { type: 'start'; name: string; file: string; args: readonly string[] }
  | { type: 'signal'; name: string; signal: NodeJS.Signals }
  | { type: 'end' };

/** What the supervisor process tells. */
export interface SupervisorReport {
  type: 'ended';
  name: string;
  how: string;
}

/** Programs in the care of a process of their own: they end with whoever started them, however that ended. */
export interface Supervisor {
  start(name: string, file: string, args: readonly string[]): void;
  signal(name: string, signal: NodeJS.Signals): void;
  isRunning(name: string): boolean;
  /** How a program ended that is not running, for messages. */
  howEnded(name: string): string | undefined;
  /** Resolves when the program has ended. */
  ended(name: string): Promise<void>;
  /** Ends everything and removes the folder; resolves when both are done. */
  end(): Promise<void>;
}

/** Starts a supervisor whose programs work in a folder, which it removes at the end. */
export function startSupervisor(folder: string): Supervisor {
  const child = fork(fileURLToPath(new URL('supervisor.process.ts', import.meta.url)), [folder], {
    // A session of its own: a Ctrl-C in the terminal must not reach it before it can clean up.
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
  });
  child.unref();
  child.channel?.unref();
  const running = new Map<string, PromiseWithResolvers<void>>();
  const endings = new Map<string, string>();
  const exited = once(child, 'exit');

  const settle = (name: string, how: string) => {
    endings.set(name, how);
    running.get(name)?.resolve();
    running.delete(name);
  };
  child.on('message', ({ name, how }: SupervisorReport) => settle(name, how));
  child.once('exit', () => {
    for (const name of running.keys()) settle(name, 'the end of its supervisor');
  });

  const ask = (request: SupervisorRequest) => {
    if (!child.connected) throw new ControlPlaneError('GSE_CONTROL_PLANE_STOPPED', 'the control plane has been stopped');
    child.send(request);
  };

  return {
    start(name, file, args) {
      ask({ type: 'start', name, file, args });
      running.set(name, Promise.withResolvers());
    },
    signal: (name, signal) => ask({ type: 'signal', name, signal }),
    isRunning: (name) => running.has(name),
    howEnded: (name) => (running.has(name) ? undefined : endings.get(name)),
    async ended(name) {
      // While somebody waits, the channel keeps the process alive.
      child.channel?.ref();
      await running.get(name)?.promise;
      child.channel?.unref();
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      if (child.connected) child.send({ type: 'end' } satisfies SupervisorRequest);
      await exited;
    },
  };
}
