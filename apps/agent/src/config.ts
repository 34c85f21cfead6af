import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SERVER_CONFIG_FILE, serverConfigSchema, type ServerConfig } from '@gse/agent-client';
import type { AnyGame } from '@gse/sdk';
import type { AgentEnvironment } from './environment.ts';
import { AgentStartError, errorCode, messageOf } from './errors.ts';
import type { AgentLog } from './log.ts';
import { preparedFile, readPrepared } from './prepare/prepared.ts';

/** Finds the adapter of a game by its id. */
export type GameById = (id: string) => AnyGame | undefined;

/** What the agent looks after, and the adapter for it. */
export interface Configured {
  readonly config: ServerConfig;
  readonly game: AnyGame;
}

/** Reads and checks `server.json`, and finds the game's adapter. */
export async function readConfig(configDir: string, gameById: GameById): Promise<Configured> {
  const path = join(configDir, SERVER_CONFIG_FILE);
  return configured(path, parse(path, await read(path)), gameById);
}

/**
 * The same for an agent that is to look after a running game. An operator that was upgraded writes `server.json` anew under agents of
 * the release before, which read it when they start again. One that does not understand it goes on with what the game was prepared
 * with: otherwise it could neither save the game nor stop it.
 */
export async function readConfigToServe(
  { configDir, sharedDir }: Pick<AgentEnvironment, 'configDir' | 'sharedDir'>,
  gameById: GameById,
  log: AgentLog,
): Promise<Configured> {
  try {
    return await readConfig(configDir, gameById);
  } catch (error) {
    const prepared = await readPrepared(sharedDir);
    if (prepared?.config === undefined) throw error;
    let known: Configured;
    try {
      known = configured(join(sharedDir, preparedFile), prepared.config, gameById);
    } catch {
      throw error;
    }
    log(`${messageOf(error)} Until the next start it is looked after as it was prepared.`, 'warn');
    return known;
  }
}

function configured(path: string, json: unknown, gameById: GameById): Configured {
  const config = check(path, json);
  const game = gameById(config.game);
  if (!game)
    throw new AgentStartError(
      path,
      `this release has no adapter for the game ${config.game}`,
      'Use a release of the agent that is as new as the operator.',
    );
  const settings = game.settings.safeParse(config.settings);
  if (!settings.success) {
    const issue = settings.error.issues[0];
    throw new AgentStartError(
      path,
      `settings.${issue?.path.join('.') ?? ''} does not fit ${game.title}: ${issue?.message ?? 'invalid'}`,
      'Use the same release for operator and agent, and correct the setting.',
    );
  }
  return { config: { ...config, settings: settings.data }, game };
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new AgentStartError(
      path,
      `cannot be read (${errorCode(error) ?? 'error'})`,
      'The operator mounts it from the ConfigMap of the server; check that the ConfigMap exists.',
      { cause: error },
    );
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AgentStartError(path, 'is not JSON', 'The operator writes it; delete the ConfigMap and the operator writes it anew.', {
      cause: error,
    });
  }
}

/** Fields that this release does not know are left out. */
function check(path: string, json: unknown): ServerConfig {
  const parsed = serverConfigSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AgentStartError(
    path,
    `${issue?.path.join('.') || 'content'} is wrong: ${issue?.message ?? 'invalid'}`,
    'Use the same release for operator and agent.',
    { cause: parsed.error },
  );
}
