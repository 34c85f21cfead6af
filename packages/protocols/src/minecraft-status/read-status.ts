import { MinecraftStatusError } from '../errors.ts';
import { asArray, asInteger, asObject, isObject, parseFirstJson } from './json.ts';
import type { StatusMessage } from './message.ts';
import { readMods } from './mods.ts';
import type { MinecraftStatus, StatusPlayer, StatusPlayers } from './status.ts';
import { plainText, stripFormatting } from './text.ts';
import { readVarInt } from './wire.ts';

/** A status as read from its message; how long it took is known to who asked. */
export type StatusContent = Omit<MinecraftStatus, 'latencyMs'>;

const STATUS_ID = 0;
const MAX_FAVICON_CHARACTERS = 64 * 1024;
const MAX_SAMPLE = 100;
const MAX_NAME_CHARACTERS = 256;

/** Reads the first message of a server that was asked for its status. Throws `MinecraftStatusError`. */
export function readStatus(message: StatusMessage): StatusContent {
  return message.kind === 'kick' ? readLegacyStatus(message.text) : readStatusJson(jsonOf(message));
}

function jsonOf({ id, data }: Extract<StatusMessage, { kind: 'packet' }>): string {
  if (id !== STATUS_ID)
    throw new MinecraftStatusError(
      'protocol',
      `The server answered with packet ${id} instead of its status. Check that the port is the game port.`,
    );
  const length = readVarInt(data);
  if (typeof length === 'string' || length.value < 0 || length.end + length.value > data.length) {
    throw new MinecraftStatusError('protocol', 'The server sent a status whose length does not fit its packet.');
  }
  // Some mods append their own data to the packet; it is left alone.
  return Buffer.from(data.subarray(length.end, length.end + length.value)).toString('utf8');
}

/** Reads the JSON of a status. Only JSON that is no object is an error; what is missing or malformed in it is unknown. */
export function readStatusJson(text: string): StatusContent {
  const status = parseFirstJson(text);
  if (!isObject(status))
    throw new MinecraftStatusError('protocol', 'The server sent a status that is not a JSON object, or nested too deeply.');
  const version = asObject(status['version']);
  const favicon = status['favicon'];
  const modded = readMods(status);
  const { description = '', enforcesSecureChat } = status;
  return {
    versionName: plainText(version['name']).slice(0, MAX_NAME_CHARACTERS),
    protocol: asInteger(version['protocol']) ?? -1,
    players: readPlayers(status['players']),
    description: plainText(description),
    descriptionRaw: description,
    ...(isFavicon(favicon) && { favicon }),
    ...(modded !== undefined && { modded }),
    ...(typeof enforcesSecureChat === 'boolean' && { enforcesSecureChat }),
    legacy: false,
  };
}

/** Counts that are missing, no numbers or negative are what proxies show to hide them: unknown, not zero. */
function readPlayers(value: unknown): StatusPlayers | undefined {
  const { online, max, sample } = asObject(value);
  const onlineCount = asInteger(online);
  const maxCount = asInteger(max);
  if (onlineCount === undefined || onlineCount < 0 || maxCount === undefined) return undefined;
  return { online: onlineCount, max: maxCount, ...(Array.isArray(sample) && { sample: readSample(sample) }) };
}

function readSample(sample: readonly unknown[]): StatusPlayer[] {
  return asArray(sample)
    .slice(0, MAX_SAMPLE)
    .flatMap((entry) => {
      const { name, id } = asObject(entry);
      if (typeof name !== 'string') return [];
      return [
        { name: stripFormatting(name.slice(0, MAX_NAME_CHARACTERS)), id: typeof id === 'string' ? id.slice(0, MAX_NAME_CHARACTERS) : '' },
      ];
    });
}

function isFavicon(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('data:image/png;base64,') && value.length <= MAX_FAVICON_CHARACTERS;
}

/**
 * Reads the text of a kick that answers a server list: `§1` and five more fields divided by NUL, or before 1.4 the
 * message, the players and the maximum divided by `§`.
 */
export function readLegacyStatus(text: string): StatusContent {
  const isNew = text.startsWith('§1\0');
  const fields = isNew ? text.split('\0') : text.split('§');
  const max = asInteger(fields.at(-1));
  const online = asInteger(fields.at(-2));
  if (online === undefined || max === undefined || fields.length < (isNew ? 6 : 3)) {
    throw new MinecraftStatusError(
      'protocol',
      `The server refused to tell its status: ${stripFormatting(text).slice(0, MAX_NAME_CHARACTERS) || '(no reason given)'}`,
    );
  }
  const description = isNew ? fields.slice(3, -2).join('\0') : fields.slice(0, -2).join('§');
  return {
    versionName: isNew ? stripFormatting(fields[2] ?? '').slice(0, MAX_NAME_CHARACTERS) : '',
    protocol: (isNew ? asInteger(fields[1]) : undefined) ?? -1,
    players: online < 0 ? undefined : { online, max },
    description: plainText(description),
    descriptionRaw: description,
    legacy: true,
  };
}
