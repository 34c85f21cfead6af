import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** How games run on this machine. */
export type RuntimeChoice = 'auto' | 'containers' | 'simulated';

/** Everything a person may set, from the environment. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  /** Absolute path. */
  readonly dataDir: string;
  readonly runtime: RuntimeChoice;
  /** Packages of further games, by name or folder. */
  readonly games: string;
}

/** The environment asks for something that cannot be. Lists every mistake at once. */
export class SettingsError extends Error {
  readonly code = 'GSE_SETTINGS';
  constructor(problems: readonly string[]) {
    super(`The settings cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

const checkout = fileURLToPath(new URL('../../../', import.meta.url));

const schema = z.object({
  GSE_HOST: z.string().min(1).max(253).default('127.0.0.1'),
  GSE_PORT: z.coerce.number({ error: 'must be a port number from 1 to 65535' }).int().min(0).max(65535).default(8080),
  GSE_DATA_DIR: z.string().min(1).default('.gse'),
  GSE_RUNTIME: z.enum(['auto', 'containers', 'simulated'], { error: 'must be auto, containers or simulated' }).default('auto'),
  GSE_GAMES: z.string().max(4096).default(''),
});

/**
 * Reads the settings. A relative data folder is meant relative to the checkout, so that it does not depend on where the
 * command is typed.
 * @throws SettingsError
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => (env[name] === undefined || env[name] === '' ? [] : [[name, env[name]]])),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success)
    throw new SettingsError(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message} (is ${JSON.stringify(given[String(issue.path[0])])})`),
    );
  return {
    host: parsed.data.GSE_HOST,
    port: parsed.data.GSE_PORT,
    dataDir: resolve(checkout, parsed.data.GSE_DATA_DIR),
    runtime: parsed.data.GSE_RUNTIME,
    games: parsed.data.GSE_GAMES,
  };
}
