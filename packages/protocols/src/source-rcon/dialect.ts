const KIB = 1024;
const MIB = 1024 * KIB;

/** Games that speak Source RCON, each a little differently. */
export type RconDialectName = 'minecraft' | 'factorio' | 'source' | 'cs2';

/**
 * How the end of a reply is recognised, for the protocol itself does not mark it.
 * - `onePacket`: a reply is always one packet.
 * - `probeWhenFull`: a packet of less than `fullBytes` is the last; after a fuller one, a request of an unknown type is
 *   sent, and its answer is the end.
 * - `terminator`: an empty packet sent right behind the command is mirrored after the reply.
 */
type RconReplyEnd =
  | { readonly kind: 'onePacket' }
  | { readonly kind: 'probeWhenFull'; readonly fullBytes: number }
  | { readonly kind: 'terminator' };

/** Where a game departs from the protocol's one short description. Data only: client and simulator both read it. */
export interface RconDialect {
  readonly name: RconDialectName;
  /** Name of the games in messages. */
  readonly title: string;
  /** The server sends an empty type 0 packet before its answer to the password. */
  readonly authPrelude: boolean;
  /** Longest command in bytes of UTF-8. */
  readonly maxCommandBytes: number;
  /** Whether an empty command is answered. */
  readonly emptyCommand: boolean;
  readonly replyEnd: RconReplyEnd;
  /** Largest size field that is believed once logged in. */
  readonly maxPacketBytes: number;
  /** Largest reply, all its packets together. */
  readonly maxReplyBytes: number;
  /** Commands that may be under way at once; 1 where the server cannot tell two packets apart. */
  readonly maxInFlight: number;
  /** Longest wait for connection and login. */
  readonly openTimeoutMs: number;
  /** Longest wait for a reply unless the caller says otherwise. */
  readonly commandTimeoutMs: number;
  /** How much longer a reply that came too late is waited for, holding its place, before the connection is given up. */
  readonly lateReplyMs: number;
}

/** The known dialects. */
export const RCON_DIALECTS: Readonly<Record<RconDialectName, RconDialect>> = {
  // The server reads at most 1460 bytes and takes what it got for exactly one packet; anything else closes the
  // connection (MC-72390, MC-87863). Replies come in pieces of 4096 UTF-16 units, up to three bytes each.
  minecraft: {
    name: 'minecraft',
    title: 'Minecraft',
    authPrelude: false,
    maxCommandBytes: 1446,
    emptyCommand: true,
    replyEnd: { kind: 'probeWhenFull', fullBytes: 4000 },
    maxPacketBytes: 16 * KIB,
    maxReplyBytes: 4 * MIB,
    maxInFlight: 1,
    openTimeoutMs: 10_000,
    commandTimeoutMs: 10_000,
    lateReplyMs: 60_000,
  },
  // Silent for as long as it saves. A reply is one packet of any size; an empty command is never answered.
  factorio: {
    name: 'factorio',
    title: 'Factorio',
    authPrelude: false,
    maxCommandBytes: 256 * KIB,
    emptyCommand: false,
    replyEnd: { kind: 'onePacket' },
    maxPacketBytes: 8 * MIB,
    maxReplyBytes: 8 * MIB,
    maxInFlight: 4,
    openTimeoutMs: 30_000,
    commandTimeoutMs: 30_000,
    lateReplyMs: 60_000,
  },
  source: {
    name: 'source',
    title: 'Source',
    authPrelude: true,
    maxCommandBytes: 4086,
    emptyCommand: true,
    replyEnd: { kind: 'terminator' },
    maxPacketBytes: 64 * KIB,
    maxReplyBytes: 4 * MIB,
    maxInFlight: 1,
    openTimeoutMs: 10_000,
    commandTimeoutMs: 10_000,
    lateReplyMs: 30_000,
  },
  // A reply is one packet, larger than the documented 4096 bytes when it has to be.
  cs2: {
    name: 'cs2',
    title: 'Counter-Strike 2',
    authPrelude: false,
    maxCommandBytes: 4086,
    emptyCommand: true,
    replyEnd: { kind: 'onePacket' },
    maxPacketBytes: MIB,
    maxReplyBytes: MIB,
    maxInFlight: 1,
    openTimeoutMs: 10_000,
    commandTimeoutMs: 10_000,
    lateReplyMs: 30_000,
  },
};

/**
 * A dialect for a game that is like a known one but for what is named here, such as its title in messages or how the end of
 * its replies is recognised. Simulated servers send what the known one sends.
 */
export function rconDialect(like: RconDialectName, differences: Partial<Omit<RconDialect, 'name'>>): RconDialect {
  return { ...RCON_DIALECTS[like], ...differences };
}

/** The dialect of a name; one that is given whole is taken as it is. */
export function dialectOf(dialect: RconDialectName | RconDialect): RconDialect {
  return typeof dialect === 'string' ? RCON_DIALECTS[dialect] : dialect;
}
