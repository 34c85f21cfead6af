import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { FaultSet } from '../../testing/fault-set.ts';
import { seededRandom } from '../../testing/random.ts';
import type { SplitLayout } from '../fragments.ts';
import type { A2sInfo } from '../info.ts';
import { CHALLENGE, QUESTIONS, readReply, type Question } from '../messages.ts';
import type { A2sPlayer } from '../players.ts';
import { split, whole, writeInfo, writeOldInfo, writePlayers, writeRules } from './answers.ts';
import type { A2sFault } from './fault.ts';

const INFO_QUESTION_BYTES = 20;
/** What an engine puts into one datagram; longer answers are split. */
const SPLIT_BYTES = 1248;

/** How a simulated query port behaves. */
export interface A2sServerOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** What server browsers show; undefined answers nothing. */
  readonly onInfo: () => A2sInfo | undefined;
  /** Absent: the question is never answered. */
  readonly onPlayers?: () => readonly A2sPlayer[];
  /** Absent: the question is never answered. */
  readonly onRules?: () => Iterable<readonly [string, string]>;
  /** How many challenges a question has to answer. Default 1. */
  readonly challenges?: number;
  /** How answers are split. Default that of the Source engine. */
  readonly layout?: SplitLayout;
  /** Troubles to begin with. */
  readonly faults?: readonly A2sFault[];
  /** Decides the challenges. Default 1. */
  readonly seed?: number;
}

/** A UDP port that answers server queries. */
export class A2sServer {
  /** The troubles it has right now. */
  readonly faults: FaultSet<A2sFault>;
  readonly #socket: Socket;
  readonly #options: A2sServerOptions;
  readonly #random: () => number;
  /** Challenges given out and not used yet, with how many questions each caller has answered. */
  readonly #challenges = new Map<string, { readonly bytes: Buffer; readonly given: number }>();
  #datagrams = 0;
  #splitAnswers = 0;
  #answers = 0;
  #isClosed = false;

  private constructor(socket: Socket, options: A2sServerOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#random = seededRandom(options.seed ?? 1);
    this.faults = new FaultSet(options.faults);
    socket.on('message', (datagram, from) => this.#onDatagram(datagram, from));
    socket.on('error', () => {}); // somebody who asked is gone
  }

  /** Begins to listen. Rejects with the system's error, such as EADDRINUSE. */
  static async start(options: A2sServerOptions): Promise<A2sServer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ address: options.host ?? '127.0.0.1', port: options.port ?? 0, exclusive: true }, () => {
        socket.off('error', reject);
        resolve();
      });
    });
    return new A2sServer(socket, options);
  }

  get host(): string {
    return this.#socket.address().address;
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** How many questions were answered, challenges not counted. */
  get answers(): number {
    return this.#answers;
  }

  /** Stops listening. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
  }

  #onDatagram(datagram: Buffer, from: RemoteInfo): void {
    if (this.faults.has('silence')) return;
    const asked = readQuestion(datagram);
    if (asked === undefined) return;
    const challenge = this.#challengeFor(asked.challenge, from);
    if (challenge !== undefined) return this.#send(whole(CHALLENGE, challenge), from);
    const answer = this.#answerTo(asked.question);
    if (answer === undefined) return;
    this.#answers += 1;
    const instead = this.faults.get('datagrams')?.datagrams;
    const how = asked.question === 'info' ? this.faults.get('oldInfo')?.how : undefined;
    const info = how && this.#options.onInfo();
    if (info) this.#send(writeOldInfo(info), from);
    if (how === 'instead') return;
    for (const bytes of instead ?? this.#parts(answer)) this.#send(Buffer.from(bytes), from);
  }

  /** The challenge the caller has to answer first, or undefined where enough were answered. */
  #challengeFor(given: Buffer | undefined, { address, port }: RemoteInfo): Buffer | undefined {
    const wanted = this.faults.get('challenges')?.count ?? this.#options.challenges ?? 1;
    const caller = `${address}:${port}`;
    const open = this.#challenges.get(caller);
    const isRight = open !== undefined && given?.equals(open.bytes) === true;
    const done = isRight ? open.given : 0;
    if (done >= wanted) return undefined;
    if (this.#challenges.size > 1000) this.#challenges.clear();
    const bytes = Buffer.from(Array.from({ length: 4 }, () => Math.floor(this.#random() * 255)));
    this.#challenges.set(caller, { bytes, given: done + 1 });
    return bytes;
  }

  #answerTo(question: Question): Buffer | undefined {
    const { onInfo, onPlayers, onRules } = this.#options;
    const info = onInfo();
    if (info === undefined) return undefined;
    if (question === 'info') return writeInfo(info);
    if (question === 'players') return onPlayers && writePlayers(onPlayers());
    return onRules && writeRules(onRules());
  }

  #parts(answer: Buffer): Buffer[] {
    const fault = this.faults.get('split');
    const bytes = fault?.bytes ?? SPLIT_BYTES;
    if (fault === undefined && answer.length <= bytes) return [answer];
    const { layout = 'source' } = this.#options;
    const id = ++this.#splitAnswers * (layout === 'goldSource' ? -1 : 1);
    const parts = split(answer, { layout, id, bytes });
    switch (fault?.order) {
      case 'reversed':
        return parts.reverse();
      case 'doubled':
        return parts.flatMap((part) => [part, part]);
      case 'lastMissing':
        return parts.slice(0, -1);
      default:
        return parts;
    }
  }

  #send(bytes: Buffer, to: RemoteInfo): void {
    const loss = this.faults.get('loss');
    if (this.#isClosed || (loss !== undefined && this.#datagrams++ % loss.every === 0)) return;
    if (this.faults.has('strangers')) sendAsStranger(Buffer.concat([bytes, Buffer.from('stranger\0')]), to);
    this.#socket.send(bytes, 0, Math.min(bytes.length, this.faults.get('cut')?.bytes ?? Infinity), to.port, to.address, () => {});
  }
}

function readQuestion(datagram: Buffer): { readonly question: Question; readonly challenge: Buffer | undefined } | undefined {
  const message = readReply(datagram);
  if (message === undefined) return undefined;
  const [question] = (['info', 'players', 'rules'] as const).filter((name) => QUESTIONS[name].ask === message.type);
  if (question === undefined) return undefined;
  const challenge = message.body.subarray(question === 'info' ? INFO_QUESTION_BYTES : 0);
  return { question, challenge: challenge.length === 4 ? challenge : undefined };
}

function sendAsStranger(bytes: Buffer, to: RemoteInfo): void {
  const other = createSocket('udp4');
  other.on('error', () => {});
  other.send(bytes, to.port, to.address, () => other.close());
}
