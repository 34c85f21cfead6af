/** One frame of the game, made sense of. */
export interface WebRconMessage {
  /** The number of the command it answers; 0 for lines of the game's console, -1 for chat. */
  readonly identifier: number;
  /** What the game printed. Some commands, and chat, print JSON here. */
  readonly text: string;
  /** `Generic`, `Log`, `Warning`, `Error`, `Chat` or `Report`; whatever the game says. */
  readonly type: string;
}

/** Largest number that a command may have: the game keeps them in 32 bits. */
export const MAX_IDENTIFIER = 0x7fff_ffff;
const LONGEST_TYPE = 40;

/** The frame that asks the game to run a command. */
export function encodeCommand(identifier: number, line: string): string {
  return JSON.stringify({ Identifier: identifier, Message: line, Name: 'WebRcon' });
}

/** The frame as the game sends it, its keys in the game's order. */
export function encodeMessage({ identifier, text, type }: WebRconMessage): string {
  return JSON.stringify({ Message: text, Identifier: identifier, Type: type, Stacktrace: '' });
}

/**
 * Reads a frame of the game. Plugins send what they like over the same socket, so whatever cannot be read is undefined
 * and never an error; a missing number means the console, a missing text is an empty one.
 */
export function parseMessage(frame: string): WebRconMessage | undefined {
  const parsed = parseObject(frame);
  if (parsed === undefined) return undefined;
  const { Identifier = 0, Message, Type } = parsed;
  const identifier = wholeNumber(Identifier);
  if (identifier === undefined) return undefined;
  if (Message !== undefined && Message !== null && typeof Message !== 'string') return undefined;
  return { identifier, text: Message ?? '', type: typeof Type === 'string' ? Type.slice(0, LONGEST_TYPE) : 'Generic' };
}

/** Reads a command as the server gets it; undefined when it is none. */
export function parseCommand(frame: string): { readonly identifier: number; readonly line: string } | undefined {
  const { Identifier, Message } = parseObject(frame) ?? {};
  const identifier = wholeNumber(Identifier);
  return identifier === undefined || typeof Message !== 'string' ? undefined : { identifier, line: Message };
}

function parseObject(frame: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(frame);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A number of 32 bits, also where it is written as a text. */
function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && Math.abs(number) <= MAX_IDENTIFIER ? number : undefined;
}
