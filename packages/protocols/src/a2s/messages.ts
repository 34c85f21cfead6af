/** First bytes of a reply that fits into one datagram. */
const SINGLE = -1;
/** First bytes of one part of a reply. */
export const SPLIT = -2;

/** What can be asked, and the type bytes of question and answer. */
export const QUESTIONS = {
  info: { ask: 0x54, answer: 0x49 },
  players: { ask: 0x55, answer: 0x44 },
  rules: { ask: 0x56, answer: 0x45 },
} as const;
/** Name of a question. */
export type Question = keyof typeof QUESTIONS;

/** Type of a reply that asks for the question again, with these four bytes. */
export const CHALLENGE = 0x41;
/** Type of the answer to `info` of engines older than this protocol. */
export const OLD_INFO = 0x6d;

const INFO_PAYLOAD = Buffer.from('Source Engine Query\0', 'latin1');
const NO_CHALLENGE = Buffer.alloc(4, 0xff);

/** The datagram that asks, with the challenge the server gave, or as the first try. */
export function encodeQuestion(question: Question, challenge?: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xff, 0xff, 0xff, QUESTIONS[question].ask]);
  return question === 'info'
    ? Buffer.concat([head, INFO_PAYLOAD, challenge ?? Buffer.alloc(0)])
    : Buffer.concat([head, challenge ?? NO_CHALLENGE]);
}

/** A whole reply: its type and what follows. */
export interface Reply {
  readonly type: number;
  readonly body: Buffer;
}

/** Reads a whole reply, header included; undefined where it is none. */
export function readReply(bytes: Buffer): Reply | undefined {
  const type = bytes[4];
  return type === undefined || bytes.readInt32LE(0) !== SINGLE ? undefined : { type, body: bytes.subarray(5) };
}
