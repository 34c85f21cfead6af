import {
  AgentError,
  commandRequestSchema,
  consoleClientFrameSchema,
  type AgentClient,
  type AgentConsole,
  type ConsoleServerFrame,
} from '@gse/agent-client';
import type { Clock } from '@gse/kube';
import type { WebSocket } from 'ws';
import type { StreamEnd } from '../live/guard.ts';

export interface ViewerOptions {
  readonly agent: AgentClient;
  readonly after: number | undefined;
  readonly replay: number;
  readonly clock: Clock;
  /** Fires when the API closes. */
  readonly closing: AbortSignal;
  readonly mayCommand: () => Promise<boolean>;
  /** Runs a command and notes it. */
  readonly run: (line: string, command: () => Promise<string>) => Promise<string>;
  /** Asked from time to time: why the console has to end, or undefined. */
  readonly stillAllowed: () => Promise<StreamEnd | undefined>;
}

/** Above it the agent is not read any more; it keeps the newest lines for us and counts what is lost. */
const HIGH_WATER_BYTES = 512 * 1024;
const LOW_WATER_BYTES = 64 * 1024;
const DRAIN_LOOK_MS = 50;
const MAX_COMMANDS_AT_ONCE = 8;
const MAX_FRAMES_AT_ONCE = 64;
const PING_MS = 25_000;
const RECHECK_MS = 30_000;

/** Joins one browser to the console of one agent. A slow browser slows nobody but itself. */
export function showConsole(socket: WebSocket, options: ViewerOptions): void {
  const { clock } = options;
  const ended = new AbortController();
  const early: string[] = [];
  let agentConsole: AgentConsole | undefined;
  let isPaused = false;
  let commands = 0;
  let isAlive = true;

  const send = (frame: ConsoleServerFrame): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
  };
  const close = (code: number, reason: string): void => {
    if (socket.readyState === socket.OPEN) socket.close(code, reason.slice(0, 120));
  };

  function holdBack(): void {
    if (isPaused || socket.bufferedAmount < HIGH_WATER_BYTES) return;
    isPaused = true;
    agentConsole?.pause();
    const look = (): void => {
      if (ended.signal.aborted) return;
      if (socket.bufferedAmount > LOW_WATER_BYTES) {
        clock.after(DRAIN_LOOK_MS, look);
        return;
      }
      isPaused = false;
      agentConsole?.resume();
    };
    clock.after(DRAIN_LOOK_MS, look);
  }

  async function run(id: string, line: string): Promise<void> {
    const request = commandRequestSchema.safeParse({ line });
    if (!request.success)
      return send({
        type: 'result',
        id,
        error: { code: 'BadRequest', message: `The command ${request.error.issues[0]?.message ?? 'is not valid'}.` },
      });
    if (commands >= MAX_COMMANDS_AT_ONCE)
      return send({ type: 'result', id, error: { code: 'TooManyCommands', message: 'Wait for the answers to the commands before.' } });
    commands++;
    try {
      if (!(await options.mayCommand()))
        return send({ type: 'result', id, error: { code: 'Forbidden', message: 'You may look at this console, but not run commands.' } });
      const open = agentConsole;
      if (open === undefined) return;
      const { line: command } = request.data;
      const output = await options.run(command, () => open.command(command, { signal: ended.signal }));
      send({ type: 'result', id, output });
    } catch (error) {
      const code = error instanceof AgentError ? (error.reason?.code ?? error.code) : 'Internal';
      send({ type: 'result', id, error: { code, message: error instanceof AgentError ? error.message : 'The command could not be run.' } });
    } finally {
      commands--;
    }
  }

  function receive(text: string): void {
    const frame = consoleClientFrameSchema.safeParse(parseJson(text));
    if (!frame.success) return close(1008, 'not a console frame');
    // A viewer who asks and never reads may not pile up answers.
    if (socket.bufferedAmount > HIGH_WATER_BYTES * 4) return close(1008, 'answers are not read');
    void run(frame.data.id, frame.data.line);
  }

  socket.on('message', (data, isBinary) => {
    const text = isBinary ? '' : String(data);
    if (agentConsole !== undefined) return receive(text);
    if (early.length >= MAX_FRAMES_AT_ONCE) return close(1008, 'too many commands at once');
    early.push(text);
  });
  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    ended.abort();
    agentConsole?.close();
  });
  options.closing.addEventListener('abort', () => close(1012, 'the API closes'), { signal: ended.signal });

  every(clock, PING_MS, ended.signal, () => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  });
  every(clock, RECHECK_MS, ended.signal, () => {
    void options.stillAllowed().then(
      (end) => end && close(end.closeCode, end.message),
      () => {},
    );
  });

  options.agent
    .openConsole({
      replay: options.replay,
      ...(options.after !== undefined && { after: options.after }),
      signal: ended.signal,
      onLines: (frame) => {
        send(frame);
        holdBack();
      },
    })
    .then(
      (opened) => {
        agentConsole = opened;
        if (isPaused) opened.pause();
        for (const text of early.splice(0)) receive(text);
        void opened.closed.then(() => close(1012, 'the agent beside the game has gone; open the console again'));
      },
      (error: unknown) => close(1013, error instanceof Error ? error.message : 'the console cannot be reached'),
    );
}

/** Calls again and again until the signal fires. */
function every(clock: Clock, ms: number, signal: AbortSignal, callback: () => void): void {
  let cancel = clock.after(ms, tick);
  function tick(): void {
    if (signal.aborted) return;
    callback();
    cancel = clock.after(ms, tick);
  }
  signal.addEventListener('abort', () => cancel(), { once: true });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
