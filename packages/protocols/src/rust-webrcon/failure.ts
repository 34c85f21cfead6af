import { describeForeignPeer } from '../foreign.ts';
import { WebRconError } from '../errors.ts';
import { socketFailureKind } from '../socket-failure.ts';

/** First byte of a WebSocket close frame, which the game sends in place of an HTTP answer to a wrong password. */
const CLOSE_FRAME = 0x88;

/** What an error of the socket means, during the handshake or after it. Says nothing of the address's path. */
export function failureOf(error: Error, address: string): WebRconError {
  const { code = '', rawPacket } = error as { code?: string; rawPacket?: Uint8Array };
  // The library's errors may quote what was sent; only their code is kept.
  const cause = new Error(code === '' ? 'The WebSocket failed.' : code);
  if (code.startsWith('HPE_')) {
    if (rawPacket?.[0] === CLOSE_FRAME) return rejected(address, cause);
    const foreign = rawPacket === undefined ? undefined : describeForeignPeer(rawPacket);
    return new WebRconError(
      'protocol',
      foreign === undefined
        ? `${address} does not speak WebRCON. The game does only with rcon.web 1.`
        : `${address} is ${foreign}, not the remote console of Rust.`,
      { cause },
    );
  }
  if (code.startsWith('WS_ERR_'))
    return new WebRconError('protocol', `${address} sent a WebSocket frame that cannot be read (${code}).`, { cause });
  const kind = socketFailureKind(error);
  const message = {
    refused: `Nothing answers at ${address}. The game opens its remote console some time after it starts, and not at all without a password.`,
    timeout: `${address} stopped answering.`,
    closed: `${address} broke the WebRCON connection.`,
  }[kind];
  return new WebRconError(kind, message, { cause });
}

/** What an HTTP answer means where an upgrade to WebSocket was asked for. */
export function refusalOf(status: number, address: string): WebRconError {
  if (status === 401 || status === 403) return rejected(address);
  return new WebRconError('protocol', `${address} is a web server that answers ${status}, not the remote console of Rust.`);
}

function rejected(address: string, cause?: Error): WebRconError {
  return new WebRconError('auth', `${address} rejected the RCON password.`, cause === undefined ? {} : { cause });
}
