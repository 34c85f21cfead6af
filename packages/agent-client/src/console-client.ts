import { WebSocket } from 'ws';
import { consoleServerFrameSchema, type ConsoleClientFrame, type ConsoleLines } from './console.ts';
import { AgentError } from './errors.ts';
import type { AgentClientOptions, CallOptions } from './client.ts';

/** Where to begin, and who listens. */
export interface ConsoleOptions {
  /** Number of the last line already shown; only later ones are replayed. */
  readonly after?: number;
  /** Most lines to replay. Default 150. */
  readonly replay?: number;
  /** Called for every frame of lines, in order. */
  readonly onLines?: (frame: ConsoleLines) => void;
  /** Closes the console, or gives up opening it. */
  readonly signal?: AbortSignal;
  /** Deadline of the opening. Default 10,000. */
  readonly openTimeoutMs?: number;
}

/** An open console. */
export interface AgentConsole {
  /** Runs one command; answers what the game printed. */
  command(line: string, options?: CallOptions): Promise<string>;
  /** Settles once when the console ends: undefined after `close()`, otherwise why. Never rejects. */
  readonly closed: Promise<AgentError | undefined>;
  /**
   * Stops reading from the agent until `resume()`; the agent then keeps the newest lines and counts what was lost.
   * For a viewer of one's own who is slow.
   */
  pause(): void;
  resume(): void;
  close(): void;
}

const maxFrameBytes = 4 * 1024 * 1024;
const commandTimeoutMs = 30_000;

interface Waiting {
  resolve(output: string): void;
  reject(error: AgentError): void;
}

/** Opens the console of an agent. Rejects with {@link AgentError}; afterwards `closed` tells how it ended. */
export function openConsole(agent: AgentClientOptions, options: ConsoleOptions = {}): Promise<AgentConsole> {
  const url = new URL('/v1/console', agent.baseUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('replay', String(options.replay ?? 150));
  if (options.after !== undefined) url.searchParams.set('after', String(options.after));
  if (options.signal?.aborted) return Promise.reject(new AgentError('aborted', 'opening the console was given up'));

  const socket = new WebSocket(url, {
    headers: { authorization: `Bearer ${agent.token()}` },
    handshakeTimeout: options.openTimeoutMs ?? 10_000,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
    followRedirects: false,
  });

  const waiting = new Map<string, Waiting>();
  let nextId = 1;
  let ended: AgentError | undefined;
  let isOpen = false;
  const { promise: closed, resolve: settleClosed } = Promise.withResolvers<AgentError | undefined>();

  const fail = (error: AgentError): void => {
    ended ??= error;
    socket.terminate();
  };
  const abort = (): void => fail(new AgentError('aborted', 'the console was given up'));
  options.signal?.addEventListener('abort', abort, { once: true });

  socket.on('message', (data, isBinary) => {
    const frame = consoleServerFrameSchema.safeParse(isBinary ? undefined : parseJson(String(data)));
    if (!frame.success) return fail(new AgentError('protocol', 'the agent sent something else than console frames'));
    if (frame.data.type === 'lines') return options.onLines?.(frame.data);
    const command = waiting.get(frame.data.id);
    waiting.delete(frame.data.id);
    if (frame.data.error)
      command?.reject(new AgentError('refused', frame.data.error.message, { reason: { code: frame.data.error.code, status: 0 } }));
    else command?.resolve(frame.data.output ?? '');
  });

  socket.on('close', (code, reason) => {
    options.signal?.removeEventListener('abort', abort);
    const clean = code === 1000 && ended === undefined;
    const error = clean
      ? undefined
      : (ended ?? new AgentError('unreachable', `the console ended (${code}${reason.length > 0 ? `: ${reason.toString()}` : ''})`));
    for (const command of waiting.values()) command.reject(error ?? new AgentError('aborted', 'the console was closed'));
    waiting.clear();
    settleClosed(error);
  });

  const agentConsole: AgentConsole = {
    closed,
    command(line, call = {}) {
      const id = String(nextId++);
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      if (socket.readyState !== WebSocket.OPEN) return Promise.reject(ended ?? new AgentError('unreachable', 'the console is closed'));
      const timeoutMs = call.timeoutMs ?? commandTimeoutMs;
      const giveUp = (kind: 'timeout' | 'aborted', message: string) => {
        waiting.delete(id);
        reject(new AgentError(kind, message));
      };
      const timer = setTimeout(() => giveUp('timeout', `the game did not answer within ${timeoutMs} ms`), timeoutMs);
      const aborted = () => giveUp('aborted', 'the command was given up');
      call.signal?.addEventListener('abort', aborted, { once: true });
      waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ type: 'command', id, line } satisfies ConsoleClientFrame));
      if (call.signal?.aborted) aborted();
      return promise.finally(() => {
        clearTimeout(timer);
        call.signal?.removeEventListener('abort', aborted);
      });
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.close(1000),
  };

  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      isOpen = true;
      resolve(agentConsole);
    });
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      ended =
        response.statusCode === 401
          ? new AgentError('unauthorized', 'the agent rejected the token')
          : new AgentError('refused', `the agent refused the console with status ${response.statusCode}`, {
              reason: { code: 'ConsoleRefused', status: response.statusCode ?? 0 },
            });
      reject(ended);
      socket.terminate();
    });
    socket.on('error', (error) => {
      ended ??= new AgentError(
        /handshake has timed out/.test(error.message) ? 'timeout' : 'unreachable',
        `the console cannot be reached: ${error.message}`,
        { cause: error },
      );
      if (!isOpen) reject(ended);
    });
    void closed.then((error) => {
      if (!isOpen) reject(error ?? new AgentError('aborted', 'the console was closed'));
    });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
