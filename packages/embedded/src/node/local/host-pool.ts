import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Log } from '@gse/kube';
import { NodeError } from '../errors.ts';
import type { MessageFromHost, MessageToHost } from './host-messages.ts';

const hostEntry = fileURLToPath(new URL('./program-host.ts', import.meta.url));

/** How long a host without programs is kept for the next one. */
const idleMs = 60_000;

/** How long a new host may take to load the programs. */
const readyTimeoutMs = 60_000;

/** What happens to programs in a host, as the pool hears it. */
export interface HostListener {
  onMessage(host: ProgramHost, message: MessageFromHost): void;
  /** The process is gone; nothing will be heard of its programs any more. */
  onGone(host: ProgramHost): void;
}

/** One child process and the ids of the programs in it. */
export interface ProgramHost {
  readonly pid: number | undefined;
  readonly programs: Set<string>;
  /** Resolves when programs can be started; rejects when the host ends before that. */
  readonly ready: Promise<void>;
  send(message: MessageToHost): void;
}

interface Member extends ProgramHost {
  group: string;
  child: ChildProcess;
  /** No new programs come here: it is leaving, or a program that would not be killed still lives in it. */
  isClosing: boolean;
  idle: NodeJS.Timeout | undefined;
}

export interface HostPoolOptions {
  programsModule: URL;
  /** Upper bound over all groups. A group may use half of it, so that agents do not crowd out games; every group gets one. */
  maxHosts: number;
  /** What `ps` shows for a group's hosts. */
  titleFor(group: string): string;
  listener: HostListener;
  log: Log;
}

/** The child processes that local programs share. */
export class HostPool {
  readonly #options: HostPoolOptions;
  readonly #members = new Set<Member>();
  #isClosed = false;

  constructor(options: HostPoolOptions) {
    this.#options = options;
  }

  /** The host for one more program: a fresh one while the group may still grow, otherwise the one with the fewest programs. */
  take(group: string, programId: string): ProgramHost {
    if (this.#isClosed) throw new NodeError('GSE_CONTAINER_START_FAILED', 'the node is stopping');
    const mine = [...this.#members].filter((member) => member.group === group && !member.isClosing);
    const emptiest = mine.toSorted((a, b) => a.programs.size - b.programs.size)[0];
    const groupLimit = Math.max(1, Math.floor(this.#options.maxHosts / 2));
    const mayGrow = mine.length < groupLimit && (mine.length === 0 || this.#members.size < this.#options.maxHosts);
    const member = emptiest && (emptiest.programs.size === 0 || !mayGrow) ? emptiest : this.#spawn(group);
    member.programs.add(programId);
    clearTimeout(member.idle);
    return member;
  }

  /** The program has ended. */
  release(host: ProgramHost, programId: string): void {
    host.programs.delete(programId);
    const member = this.#memberOf(host);
    if (!member || member.programs.size > 0) return;
    if (member.isClosing) member.child.kill('SIGKILL');
    else this.#retireWhenIdle(member);
  }

  /** The program ignores being killed: ends its host now if it is alone there, otherwise when the others have left. */
  abandon(host: ProgramHost, programId: string): void {
    const member = this.#memberOf(host);
    if (member) member.isClosing = true;
    this.release(host, programId);
  }

  /** Ends every host and waits until they are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const gone = [...this.#members].map(
      (member) =>
        new Promise<void>((resolve) => {
          if (member.child.exitCode !== null || member.child.signalCode !== null || member.pid === undefined) return resolve();
          member.child.once('exit', () => resolve());
          // Disconnecting is the order to leave; a host that cannot hear it any more is killed.
          if (member.child.connected) member.child.disconnect();
          setTimeout(() => member.child.kill('SIGKILL'), 1000).unref();
        }),
    );
    await Promise.all(gone);
  }

  #memberOf(host: ProgramHost): Member | undefined {
    return [...this.#members].find((member) => member === host);
  }

  #spawn(group: string): Member {
    const { programsModule, titleFor, listener, log } = this.#options;
    const child = fork(hostEntry, [programsModule.href, titleFor(group)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'json',
    });
    const ready = Promise.withResolvers<void>();
    ready.promise.catch(() => undefined);
    const member: Member = {
      group,
      child,
      pid: child.pid,
      programs: new Set(),
      ready: ready.promise,
      isClosing: false,
      idle: undefined,
      send: (message) => {
        if (child.connected) child.send(message, () => undefined);
      },
    };
    this.#members.add(member);
    const slow = setTimeout(() => child.kill('SIGKILL'), readyTimeoutMs);
    const errors = collectErrors(child);
    const gone = (how: string) => {
      clearTimeout(slow);
      clearTimeout(member.idle);
      if (!this.#members.delete(member)) return;
      ready.reject(new NodeError('GSE_CONTAINER_START_FAILED', `the program host ended: ${errors() || how}`));
      if (member.programs.size > 0 && !this.#isClosed)
        log.error({ pid: child.pid, how, errors: errors() }, 'a program host ended with its programs');
      listener.onGone(member);
    };
    child.on('error', (error) => gone(error.message));
    child.on('exit', (code, signal) => gone(signal ?? `exit code ${code}`));
    child.on('message', (message: MessageFromHost) => {
      if (message.type === 'ready') {
        clearTimeout(slow);
        ready.resolve();
      } else listener.onMessage(member, message);
    });
    return member;
  }

  #retireWhenIdle(member: Member): void {
    clearTimeout(member.idle);
    member.idle = setTimeout(() => {
      member.isClosing = true;
      if (member.child.connected) member.child.disconnect();
    }, idleMs);
    member.idle.unref();
  }
}

/** The last words of a host on its standard error. */
function collectErrors(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-2000);
  });
  return () => text.trim();
}
