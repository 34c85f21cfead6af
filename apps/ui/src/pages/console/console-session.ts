import { api, answered } from '../../api/client.ts';
import { failureOf, type ApiFailure } from '../../api/failure.ts';
import type { Place } from '../../api/types.ts';
import { consoleWords } from '../../words/console.ts';
import type { ConsoleFrame } from './console-entry.ts';
import { ConsoleLog } from './console-log.ts';

const text = consoleWords;

const FIRST_REPLAY = 150;
/** After a break as much as the API gives, so that as little as possible is missing. */
const REPLAY_AGAIN = 1_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** A tab that nobody looks at lets its connection go; the place is kept. */
const HIDDEN_PATIENCE_MS = 10_000;
const MOST_COMMANDS_AT_ONCE = 8;
/** Close code of the API for a permission that was taken away. */
const NO_LONGER_ALLOWED = 4403;

type ConsoleState = 'connecting' | 'live' | 'waiting' | 'asleep' | 'refused';

/** What pages show of a console besides its lines. */
export interface ConsoleSnapshot {
  readonly state: ConsoleState;
  /** Why there is no connection, as the API said it. */
  readonly failure: ApiFailure | undefined;
  readonly isHeld: boolean;
  readonly newWhileHeld: number;
  /** Commands whose answer is on its way. */
  readonly asked: readonly string[];
  /** Found out by trying: the API says so only then. */
  readonly mayCommand: boolean;
  /** Whether there is anything to read. */
  readonly isEmpty: boolean;
}

/** One console as one reader sees it: the connection with its place, and the lines. Never gives up by itself. */
export class ConsoleSession {
  readonly log = new ConsoleLog();
  readonly #place: Place;
  readonly #listeners = new Set<() => void>();
  readonly #lineListeners = new Set<() => void>();
  readonly #answerListeners = new Set<(command: string, answer: string) => void>();
  readonly #asked = new Map<string, string>();
  #snapshot: ConsoleSnapshot;
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #isStopped = true;
  #isSimulated = false;
  #commands = 0;

  constructor(place: Place) {
    this.#place = place;
    this.#snapshot = {
      state: 'connecting',
      failure: undefined,
      isHeld: false,
      newWhileHeld: 0,
      asked: [],
      mayCommand: true,
      isEmpty: true,
    };
  }

  readonly snapshot = (): ConsoleSnapshot => this.#snapshot;
  readonly subscribe = (listener: () => void): (() => void) => join(this.#listeners, listener);
  /** Wakes whoever draws lines. Called once for each frame of the socket, however many lines it has. */
  readonly onLines = (listener: () => void): (() => void) => join(this.#lineListeners, listener);
  readonly onAnswer = (listener: (command: string, answer: string) => void): (() => void) => join(this.#answerListeners, listener);

  start(): void {
    this.#isStopped = false;
    document.addEventListener('visibilitychange', this.#onVisibility);
    window.addEventListener('online', this.nudge);
    if (document.hidden) this.#publish({ state: 'asleep' });
    else this.#open();
  }

  stop(): void {
    this.#isStopped = true;
    document.removeEventListener('visibilitychange', this.#onVisibility);
    window.removeEventListener('online', this.nudge);
    this.#close();
  }

  /** Something has changed that makes a new attempt worth while. */
  readonly nudge = (): void => {
    if (this.#isStopped || this.#socket !== undefined || document.hidden) return;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#open();
  };

  hold(): void {
    this.log.hold();
    this.#publish();
  }

  release(): void {
    this.log.release();
    this.#publish();
    this.#wakeDrawers();
  }

  /** The server is simulated; the console says so in its first line. */
  saySimulated(): void {
    if (this.#isSimulated) return;
    this.#isSimulated = true;
    this.log.add({ kind: 'note', text: text.simulated });
    this.#wakeDrawers();
  }

  clear(): void {
    this.log.clear();
    if (this.#isSimulated) this.log.add({ kind: 'note', text: text.simulated });
    this.#publish();
    this.#wakeDrawers();
  }

  /** Sends a command. @returns why it was not sent, or undefined */
  send(line: string): string | undefined {
    if (this.#socket?.readyState !== WebSocket.OPEN) return text.notConnected;
    if (this.#asked.size >= MOST_COMMANDS_AT_ONCE) return text.tooManyCommands;
    const id = `c${++this.#commands}`;
    this.#asked.set(id, line);
    this.#socket.send(JSON.stringify({ type: 'command', id, line }));
    this.#publish();
    return undefined;
  }

  readonly #onVisibility = (): void => {
    if (document.hidden) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#close();
        this.#publish({ state: 'asleep' });
      }, HIDDEN_PATIENCE_MS);
    } else if (this.#socket === undefined) this.nudge();
    else clearTimeout(this.#timer);
  };

  #open(): void {
    this.#close();
    if (this.#isStopped) return;
    this.#publish({
      state: this.#snapshot.state === 'refused' || this.#snapshot.state === 'waiting' ? this.#snapshot.state : 'connecting',
    });
    const after = this.log.lastNumber;
    const query = new URLSearchParams({
      replay: String(after === undefined ? FIRST_REPLAY : REPLAY_AGAIN),
      ...(after !== undefined && { after: String(after) }),
    });
    const socket = new WebSocket(
      `/api/v1/servers/${encodeURIComponent(this.#place.namespace)}/${encodeURIComponent(this.#place.name)}/console?${query.toString()}`,
    );
    this.#socket = socket;
    this.log.beginConnection();
    let hasOpened = false;
    socket.addEventListener('open', () => {
      hasOpened = true;
      this.#publish({ state: 'live', failure: undefined });
    });
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#receive(JSON.parse(data) as ConsoleFrame);
    });
    socket.addEventListener('close', ({ code }) => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#breakCommands();
      if (hasOpened && code !== NO_LONGER_ALLOWED) {
        this.#publish({ state: 'waiting', failure: undefined });
        this.#later();
      } else void this.#learnWhy();
    });
  }

  #receive(frame: ConsoleFrame): void {
    if (frame.type === 'lines') {
      this.log.take(frame, text.newLog);
      if (this.log.isHeld || this.#snapshot.isEmpty) this.#publish();
    } else {
      const command = this.#asked.get(frame.id);
      if (command === undefined) return;
      this.#asked.delete(frame.id);
      const isForbidden = frame.error?.code === 'Forbidden';
      const output = frame.error === undefined ? (frame.output ?? '') : isForbidden ? text.mayNotCommand : frame.error.message;
      this.log.add({ kind: 'answer', command, output, isProblem: frame.error !== undefined });
      this.#publish(isForbidden ? { mayCommand: false } : {});
      for (const listener of this.#answerListeners) listener(command, output);
    }
    this.#wakeDrawers();
  }

  /** A browser does not tell why a socket was refused; asking the same without one does. */
  async #learnWhy(): Promise<void> {
    let failure: ApiFailure | undefined;
    try {
      await answered(api.GET('/api/v1/servers/{namespace}/{name}/console', { params: { path: { ...this.#place } } }));
    } catch (error) {
      failure = failureOf(error);
    }
    if (this.#isStopped || this.#socket !== undefined) return;
    // 426: nothing is wrong but that this was no socket.
    const isKnown = failure !== undefined && failure.status !== 426 && !failure.isOffline;
    this.#publish(isKnown ? { state: 'refused', failure } : { state: 'waiting', failure: undefined });
    if (failure?.status === 403) this.#pauseMs = LONGEST_PAUSE_MS;
    this.#later(failure?.retryAfterSeconds);
  }

  #later(seconds = 0): void {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => !document.hidden && this.#open(), Math.max(seconds * 1_000, this.#pauseMs * (0.5 + Math.random() / 2)));
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  /** Never sent again: a command that is carried out twice can do harm. */
  #breakCommands(): void {
    for (const command of this.#asked.values()) this.log.add({ kind: 'answer', command, output: text.noAnswerKnown, isProblem: true });
    if (this.#asked.size > 0) this.#wakeDrawers();
    this.#asked.clear();
  }

  #close(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    this.#breakCommands();
  }

  #wakeDrawers(): void {
    for (const listener of this.#lineListeners) listener();
  }

  #publish(change: Partial<Pick<ConsoleSnapshot, 'state' | 'failure' | 'mayCommand'>> = {}): void {
    const { isHeld, newWhileHeld } = this.log;
    this.#snapshot = {
      ...this.#snapshot,
      ...change,
      isHeld,
      newWhileHeld,
      asked: [...this.#asked.values()],
      isEmpty: this.log.lastNumber === undefined,
    };
    for (const listener of this.#listeners) listener();
  }
}

/** Adds a listener. @returns what takes it away again */
function join<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
