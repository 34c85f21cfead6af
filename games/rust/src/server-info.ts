import { z } from 'zod';

const LONGEST = 64 * 1024;
const figure = z.number().min(0);

/** What `serverinfo` prints, as far as it is used; every field may be missing, for builds differ. */
const infoSchema = z.object({
  MaxPlayers: z.int().min(0).optional(),
  Players: z.int().min(0).optional(),
  Queued: z.int().min(0).optional(),
  Joining: z.int().min(0).optional(),
  EntityCount: z.int().min(0).optional(),
  Uptime: figure.optional(),
  Framerate: figure.optional(),
  /** MiB that the game holds by its own count. */
  Memory: figure.optional(),
  /** MiB of the process as the system counts. */
  MemoryUsageSystem: figure.optional(),
  NetworkIn: figure.optional(),
  NetworkOut: figure.optional(),
  SaveCreatedTime: z.string().max(40).optional(),
  Version: z.int().min(0).optional(),
});

/** What the game says of itself. */
export type ServerInfo = z.output<typeof infoSchema>;

/** Reads the answer to `serverinfo`; undefined when it is none, as while a map is made. */
export function parseServerInfo(answer: string): ServerInfo | undefined {
  if (answer.length > LONGEST) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer);
  } catch {
    return undefined;
  }
  // A field that has become something else must not take the others with it.
  const fields = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? Object.entries(parsed) : undefined;
  if (fields === undefined) return undefined;
  const known = fields.filter(
    ([name, value]) => Object.hasOwn(infoSchema.shape, name) && infoSchema.shape[name as keyof ServerInfo].safeParse(value).success,
  );
  return infoSchema.parse(Object.fromEntries(known));
}

/**
 * Reads a time of the game, such as `04/17/2023 06:00:42`: month first, in the zone of the process, which is UTC here.
 *
 * @returns seconds since 1970; undefined where it is no time
 */
export function parseGameTime(text: string): number | undefined {
  const [, month, day, year, hour, minute, second] = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d)$/.exec(text)?.map(Number) ?? [];
  if (month === undefined || day === undefined || year === undefined || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}
