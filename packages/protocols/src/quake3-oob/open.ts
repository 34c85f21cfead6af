import { randomInt } from 'node:crypto';
import type { ConnectionTarget, OpenConnection } from '@gse/sdk';
import { OobError, RconCommandError } from '../errors.ts';
import type { OobClient, OobOptions } from './client.ts';
import { exchange } from './exchange.ts';
import { readInfo, readStatus } from './replies.ts';

const DEFAULT_TIMEOUT_MS = 5_000;
/** A question that changes nothing is asked again when no answer came for so long. */
const ASK_AGAIN_MS = 1_000;
/** Servers read a message into a buffer of a few kilobytes, and routers cut what is longer than this. */
const MAX_COMMAND_BYTES = 1_200;
const MAX_WAITING = 256;
const CHALLENGE_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** Longer challenges are answered with silence. */
const CHALLENGE_LENGTH = 8;

const BAD_PASSWORD = /^Invalid password\.\s*$/;
const NO_PASSWORD = /^The server must set rcon_password to be able to use this command\.\s*$/;

type Target = Pick<ConnectionTarget, 'host' | 'port' | 'secret'>;

/** A client for the out-of-band messages at `target`. Every question has a socket of its own; closing ends those under way. */
export function openOob({ host, port, secret }: Target): OpenConnection<OobClient> {
  const address = { host, port };
  const closed = Promise.withResolvers<undefined>();
  const closing = new AbortController();
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  const ask = (text: string, wanted: (verb: string, body: string) => boolean, options: OobOptions & { resendMs?: number }) =>
    exchange(address, { text, wanted, timeoutMs: DEFAULT_TIMEOUT_MS, ...options, closed: closing.signal });

  async function run(line: string, options: OobOptions): Promise<string> {
    const password = checkPassword(secret);
    const answer = await ask(`rcon ${password} ${line}`, (verb) => verb === 'print', options);
    if (BAD_PASSWORD.test(answer)) throw new OobError('auth', 'The game rejected the password of its remote console.');
    if (NO_PASSWORD.test(answer))
      throw new OobError('auth', 'The remote console of the game is switched off: it was started without rcon_password.');
    return answer;
  }

  return {
    client: {
      async info(options) {
        const challenge = makeChallenge();
        const isOurs = (verb: string, body: string): boolean =>
          verb === 'infoResponse' && [challenge, undefined].includes(readInfo(body).vars.get('challenge'));
        return readInfo(await ask(`getinfo ${challenge}`, isOurs, { ...options, resendMs: ASK_AGAIN_MS }));
      },
      async status(options) {
        return readStatus(await ask('getstatus', (verb) => verb === 'statusResponse', { ...options, resendMs: ASK_AGAIN_MS }));
      },
      async command(line, options) {
        checkLine(line);
        if (waiting >= MAX_WAITING)
          throw new OobError('timeout', `${MAX_WAITING} commands already wait for the game to answer. Try again when it keeps up.`);
        waiting += 1;
        const turn = last.then(() => run(line, options));
        last = turn.then(
          () => undefined,
          () => undefined,
        );
        try {
          return await untilTurn(turn, options);
        } finally {
          waiting -= 1;
        }
      },
    },
    closed: closed.promise,
    async close() {
      closing.abort();
      closed.resolve(undefined);
    },
  };
}

/** Who waits behind others may still give up; the exchange itself looks at the signal before it sends anything. */
async function untilTurn(turn: Promise<string>, { signal }: OobOptions): Promise<string> {
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(new OobError('aborted', 'The command was given up.', { cause: signal.reason }));
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([turn, promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function checkPassword(password: string | undefined): string {
  if (password === undefined || password === '')
    throw new OobError('auth', 'No password is known for the remote console of this game. Give it one; games refuse empty ones.');
  if (/[\s\0"]/.test(password) || Buffer.byteLength(password) > 256)
    throw new OobError(
      'auth',
      'The stored password cannot be sent: it has blanks, quotes or line breaks, or is too long. Store another one.',
    );
  return password;
}

function checkLine(line: string): void {
  if (/[\r\n\0]/.test(line)) throw new RconCommandError('A console command must be one line without NUL characters.');
  const bytes = Buffer.byteLength(line);
  if (line.trim() === '') throw new RconCommandError('The game never answers an empty command.');
  if (bytes > MAX_COMMAND_BYTES)
    throw new RconCommandError(`The command is ${bytes} bytes long; at most ${MAX_COMMAND_BYTES} fit into one message.`);
}

function makeChallenge(): string {
  return Array.from({ length: CHALLENGE_LENGTH }, () => CHALLENGE_CHARACTERS[randomInt(CHALLENGE_CHARACTERS.length)]).join('');
}
