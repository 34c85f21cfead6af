import { once } from 'node:events';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { defineGame, properties, type AnyGame, type ConnectionErrorKind, type ConnectionSpec } from '@gse/sdk';
import { z } from 'zod';

/** A console of lines: `auth <password>` first, then `<id> <command>` answered by `<id> <text>`. */
export interface LineConsole {
  ask(line: string, options: { signal: AbortSignal }): Promise<string>;
}

class LineError extends Error {
  readonly code = 'GSE_TEST_LINE';
  readonly kind: ConnectionErrorKind;
  constructor(kind: ConnectionErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The connection of the fake game. */
export function lineConsole<Port extends string, Secret extends string>({
  port,
  secret,
}: {
  port: Port;
  secret: Secret;
}): ConnectionSpec<LineConsole, Port, Secret> {
  return {
    protocol: 'line console',
    port,
    secret,
    async open(target) {
      const socket = connect({ host: target.host, port: target.port });
      const waiting = new Map<string, PromiseWithResolvers<string>>();
      const closed = Promise.withResolvers<Error | undefined>();
      let isClosing = false;
      const abort = (): void => {
        socket.destroy(new LineError('aborted', 'opening was given up'));
      };
      target.signal.addEventListener('abort', abort, { once: true });
      socket.on('close', () => {
        const error = new LineError('closed', 'the game hung up');
        for (const one of waiting.values()) one.reject(error);
        closed.resolve(isClosing ? undefined : error);
      });
      try {
        await once(socket, 'connect').catch((error: unknown) => {
          throw error instanceof LineError ? error : new LineError('refused', 'nothing listens');
        });
        socket.on('error', () => undefined);
        const greeting = Promise.withResolvers<string>();
        waiting.set('auth', greeting);
        createInterface(socket)
          .on('line', (line) => {
            const [id = '', text = ''] = line.split(/ (.*)/s);
            waiting.get(id)?.resolve(text);
            waiting.delete(id);
          })
          .on('error', () => undefined);
        socket.write(`auth ${target.secret ?? ''}\n`);
        if ((await greeting.promise) !== 'ok') throw new LineError('auth', 'wrong password');
      } catch (error) {
        socket.destroy();
        throw error;
      } finally {
        target.signal.removeEventListener('abort', abort);
      }
      let next = 1;
      return {
        closed: closed.promise,
        async close() {
          isClosing = true;
          socket.destroy();
        },
        client: {
          ask(line, { signal }) {
            signal.throwIfAborted();
            const id = String(next++);
            const one = Promise.withResolvers<string>();
            waiting.set(id, one);
            const giveUp = (): void => {
              waiting.delete(id);
              one.reject(new LineError('aborted', 'the command was given up'));
            };
            signal.addEventListener('abort', giveUp, { once: true });
            socket.write(`${id} ${line}\n`);
            return one.promise.finally(() => signal.removeEventListener('abort', giveUp));
          },
        },
      };
    },
  };
}

/** What the fake game can be told to do; a running game reads it at every command. */
export interface FakeBehaviour {
  /** Rejects every password. */
  deniesPassword?: boolean;
  /** Answers nothing. */
  isMute?: boolean;
  /** What `status` answers. */
  status?: string;
  players?: string[];
  /** Answers only these commands late, by a promise. */
  holdBack?: (command: string) => Promise<void>;
  saveFails?: boolean;
}

/** A tiny game: one TCP port, one log file, a handful of commands. */
export class FakeGame {
  readonly behaviour: FakeBehaviour = { status: 'healthy 1.0', players: [] };
  /** Every command, in order. */
  readonly commands: string[] = [];
  readonly logPath: string;
  connections = 0;
  #server: Server | undefined;
  #port = 0;
  readonly #sockets = new Set<Socket>();

  constructor(dataDir: string) {
    this.logPath = join(dataDir, 'logs', 'game.log');
  }

  get port(): number {
    return this.#port;
  }

  /** Starts to listen, on the same port as before where it ran before. */
  async start(): Promise<void> {
    const server = createServer((socket) => this.#serve(socket));
    this.#server = server;
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    mkdirSync(dirname(this.logPath), { recursive: true });
    writeFileSync(this.logPath, '', { flag: 'a' });
  }

  log(...lines: string[]): void {
    appendFileSync(this.logPath, lines.map((line) => `${line}\n`).join(''));
  }

  /** Ends as a crash does: at once. */
  async end(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(socket: Socket): void {
    this.connections++;
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    createInterface(socket)
      .on('line', (line) => void this.#answer(socket, line))
      .on('error', () => undefined);
  }

  async #answer(socket: Socket, line: string): Promise<void> {
    const [id = '', command = ''] = line.split(/ (.*)/s);
    if (id === 'auth') return void socket.write(!this.behaviour.deniesPassword && command === 'opensesame' ? 'auth ok\n' : 'auth denied\n');
    this.commands.push(command);
    if (this.behaviour.isMute) return;
    await this.behaviour.holdBack?.(command);
    if (!socket.destroyed) socket.write(`${id} ${this.#run(command)}\n`);
  }

  #run(command: string): string {
    const [verb, ...rest] = command.split(' ');
    switch (verb) {
      case 'status':
        return this.behaviour.status ?? '';
      case 'list':
        return (this.behaviour.players ?? []).join(',');
      case 'save':
        this.log(this.behaviour.saveFails ? 'cannot save' : 'world saved');
        return this.behaviour.saveFails ? 'no' : 'ok';
      case 'stop':
        this.log('stopping');
        setTimeout(() => void this.end(), 20);
        return 'ok';
      case 'echo':
        return rest.join(' ');
      default:
        return 'ok';
    }
  }
}

/** The adapter of the fake game. */
export const fakeGame: AnyGame = defineGame({
  id: 'fake',
  title: 'Fake',
  summary: '',
  tags: [],
  icon: '',
  settings: z.object({
    motd: z.string().max(20).default('hello').meta({ group: 'g', title: 'Message', description: '', applies: 'live' }),
    seed: z.int().default(1).meta({ group: 'g', title: 'Seed', description: '', applies: 'restart' }),
  }),
  presets: { small: { title: '', cpu: '1', memory: '1Gi', storage: '1Gi', reason: '' } },
  defaultPreset: 'small',
  licences: [],
  ports: { console: { protocols: ['TCP'], number: 4000, exposed: true, primary: true, title: '' } },
  secrets: { password: { title: 'console password', description: '', generate: 20 } },
  versions: { recommended: '1', channels: { latest: '1' }, accepts: /./ },
  budgets: { startSeconds: 30, saveSeconds: 20, stopSeconds: 10 },
  health: { intervalSeconds: 1, failures: 3 },
  workload: () => ({ image: 'fake', dataPath: '/data', runAsUser: 1000, runAsGroup: 1000 }),
  files: ({ settings, secrets }) => [
    properties('game.properties', { motd: settings.motd, seed: settings.seed, password: secrets.password }),
  ],
  diagnoses: [{ id: 'OutOfLuck', title: 'Out of luck', pattern: /out of luck/, meaning: 'm', remedy: 'r', examples: ['out of luck'] }],
  log: {
    file: 'logs/game.log',
    ready: /^ready$/,
    joined: /^(?<name>\w+) joined$/,
    left: /^(?<name>\w+) left$/,
    chat: /^<(?<name>\w+)> (?<text>.*)$/,
    progress: /^loading (?<progress>.*)$/,
  },
  connections: { rcon: lineConsole({ port: 'console', secret: 'password' }) },
  async probe({ rcon, signal }) {
    const [state, detail = ''] = (await rcon.ask('status', { signal })).split(' ');
    if (state === 'starting') return { state: 'starting', progress: detail };
    if (state === 'degraded') return { state: 'healthy', degraded: detail };
    return state === 'healthy' ? { state: 'healthy', version: detail } : { state: 'unresponsive', reason: `status ${state}` };
  },
  async players({ rcon, signal }) {
    const names = (await rcon.ask('list', { signal })).split(',').filter((name) => name !== '');
    return { known: true, online: names.length, max: 10, names: names.map((name) => ({ name })) };
  },
  command: async ({ rcon, signal }, line) => rcon.ask(line, { signal }),
  async announce({ rcon, signal }, message) {
    await rcon.ask(`say ${message}`, { signal });
  },
  moderation: {
    kick: async ({ rcon, signal }, { player, reason }) => ({
      done: (await rcon.ask(`kick ${player} ${reason ?? ''}`, { signal })) === 'ok',
      message: `kicked ${player}`,
    }),
  },
  async save({ rcon, log, signal }) {
    const mark = log.mark();
    await rcon.ask('save', { signal });
    const [line] = await log.waitFor(/^world saved$|^cannot save$/, { after: mark, signal });
    if (line === 'cannot save') throw new Error('the game could not save');
  },
  async quiesce({ rcon, signal }) {
    await rcon.ask('hold', { signal });
    try {
      await rcon.ask('flush', { signal });
    } catch (error) {
      await rcon.ask('unhold', { signal });
      throw error;
    }
    return { [Symbol.asyncDispose]: async () => void (await rcon.ask('unhold', { signal })) };
  },
  async stop({ rcon, signal }) {
    await rcon.ask('stop', { signal });
  },
  async applyLive({ rcon, signal }, changes) {
    if (changes.motd === 'rude') throw new Error('the game does not take rude words');
    await rcon.ask(`motd ${changes.motd}`, { signal });
  },
  metrics: async () => [{ name: 'ticks_per_second', value: 20, help: 'Ticks.' }],
});
