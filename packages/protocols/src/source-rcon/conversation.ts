import { RconError } from '../errors.ts';
import type { RconDialect } from './dialect.ts';
import { encodePacket, PACKET_TYPE, RconPacketDecoder, type RconPacket } from './packet.ts';
import { decodeReply } from './text.ts';

/** What came of received bytes. */
export type RconEvent =
  | { readonly kind: 'loggedIn' }
  /** The whole reply to the command of that id. */
  | { readonly kind: 'reply'; readonly id: number; readonly text: string }
  /** Text the server sent without being asked. */
  | { readonly kind: 'unsolicited'; readonly text: string }
  /** Bytes the peer must be sent now. */
  | { readonly kind: 'send'; readonly bytes: Uint8Array };

/** Nothing a server sends before the login is over is larger. */
const MAX_LOGIN_PACKET = 4110;
const MAX_ID = 0x7fff_ffff;
/** A type that no server knows; the answer names it. */
const PROBE_TYPE = 100;
/** Of console lines; requests never use it, because Factorio puts console lines into their replies. */
const UNSOLICITED_ID = 0;
const REJECTED_ID = -1;
/** Empty packets cost no bytes of the reply, but memory. */
const MAX_PARTS = 10_000;

/** A reply of which more packets may come. */
interface OpenReply {
  readonly parts: Uint8Array[];
  bytes: number;
  /** Id of the packet whose answer comes right behind the reply. */
  endId?: number;
}

/**
 * The client's side of one RCON connection as a state machine over bytes, without socket and clock. How many commands
 * may be under way is the caller's business; replies are told apart by id, so one that comes late or twice never
 * answers another command. Whatever throws ends the connection.
 */
export class RconConversation {
  readonly #dialect: RconDialect;
  readonly #decoder = new RconPacketDecoder(MAX_LOGIN_PACKET);
  readonly #replies = new Map<number, OpenReply>();
  readonly #commandOfEnd = new Map<number, number>();
  #loginId: number | undefined;
  #isLoggedIn = false;
  #lastId = 0;

  constructor(dialect: RconDialect) {
    this.#dialect = dialect;
  }

  /** Bytes of a packet that has begun and not ended. */
  get pendingBytes(): number {
    return this.#decoder.pendingBytes;
  }

  /** The bytes that log in. */
  login(password: string): Uint8Array {
    this.#loginId = this.#nextId();
    return encodePacket({ id: this.#loginId, type: PACKET_TYPE.auth, body: password });
  }

  /** The bytes that run a command, to be written at once, and the id its reply will have. */
  command(line: string): { readonly id: number; readonly bytes: Uint8Array } {
    const id = this.#nextId();
    const reply: OpenReply = { parts: [], bytes: 0 };
    this.#replies.set(id, reply);
    const command = encodePacket({ id, type: PACKET_TYPE.command, body: line });
    if (this.#dialect.replyEnd.kind !== 'terminator') return { id, bytes: command };
    const end = encodePacket({ id: this.#expectEnd(id, reply), type: PACKET_TYPE.response, body: '' });
    return { id, bytes: Buffer.concat([command, end]) };
  }

  /** What the received bytes mean. Throws `RconError` when the password is rejected or the peer speaks otherwise. */
  *receive(chunk: Uint8Array): Generator<RconEvent, void, undefined> {
    this.#decoder.push(chunk);
    for (let packet = this.#decoder.next(); packet !== undefined; packet = this.#decoder.next()) {
      const event = this.#isLoggedIn ? this.#onPacket(packet) : this.#onLoginPacket(packet);
      if (event !== undefined) yield event;
    }
  }

  /** Source sends an empty packet of type 0 before its answer, so only the type tells which packet is the answer. */
  #onLoginPacket(packet: RconPacket): RconEvent | undefined {
    if (packet.type !== PACKET_TYPE.authResponse) return undefined;
    if (packet.id === REJECTED_ID) {
      throw new RconError('auth', 'The game rejected the RCON password. Make sure that it was started with the password stored for it.');
    }
    if (this.#loginId === undefined || packet.id !== this.#loginId) {
      throw new RconError(
        'protocol',
        `The peer answered a login that was never sent (id ${packet.id}). Check that the port is the game's RCON port.`,
      );
    }
    this.#isLoggedIn = true;
    this.#decoder.maxSize = this.#dialect.maxPacketBytes;
    return { kind: 'loggedIn' };
  }

  #onPacket(packet: RconPacket): RconEvent | undefined {
    if (packet.type === PACKET_TYPE.authResponse && packet.id === REJECTED_ID) {
      throw new RconError(
        'auth',
        'The game no longer accepts the RCON password it was given. Make sure that it runs with the password stored for it.',
      );
    }
    if (packet.type !== PACKET_TYPE.response) return undefined;
    if (packet.id === UNSOLICITED_ID) {
      return packet.body.length === 0 ? undefined : { kind: 'unsolicited', text: decodeReply([packet.body]) };
    }
    const ended = this.#commandOfEnd.get(packet.id);
    if (ended !== undefined) return this.#finish(ended);
    const reply = this.#replies.get(packet.id);
    return reply === undefined ? undefined : this.#onReplyPacket(packet, reply);
  }

  #onReplyPacket({ id, body }: RconPacket, reply: OpenReply): RconEvent | undefined {
    reply.parts.push(body);
    reply.bytes += body.length;
    if (reply.bytes > this.#dialect.maxReplyBytes || reply.parts.length > MAX_PARTS) {
      throw new RconError('protocol', `The reply to a command is larger than ${this.#dialect.maxReplyBytes} bytes. Ask for less at once.`);
    }
    const { replyEnd } = this.#dialect;
    if (reply.endId !== undefined) return undefined;
    if (replyEnd.kind === 'probeWhenFull' && body.length >= replyEnd.fullBytes) {
      return { kind: 'send', bytes: encodePacket({ id: this.#expectEnd(id, reply), type: PROBE_TYPE, body: '' }) };
    }
    return this.#finish(id);
  }

  #finish(id: number): RconEvent | undefined {
    const reply = this.#replies.get(id);
    if (reply === undefined) return undefined;
    this.#replies.delete(id);
    if (reply.endId !== undefined) this.#commandOfEnd.delete(reply.endId);
    return { kind: 'reply', id, text: decodeReply(reply.parts) };
  }

  #expectEnd(id: number, reply: OpenReply): number {
    reply.endId = this.#nextId();
    this.#commandOfEnd.set(reply.endId, id);
    return reply.endId;
  }

  /** Counts from 1 and begins again after the largest: never 0, which is for console lines, nor -1, a rejection. */
  #nextId(): number {
    this.#lastId = this.#lastId === MAX_ID ? 1 : this.#lastId + 1;
    return this.#lastId;
  }
}
