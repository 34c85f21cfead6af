import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SERVER_CONFIG_FILE, serverConfigSchema, type ServerConfig } from '@gse/agent-client';
import type { AnyGame } from '@gse/sdk';
import { AgentStartError, errorCode } from './errors.ts';

/** Finds the adapter of a game by its id. */
export type GameById = (id: string) => AnyGame | undefined;

/** Reads and checks `server.json`, and finds the game's adapter. */
export async function readConfig(configDir: string, gameById: GameById): Promise<{ config: ServerConfig; game: AnyGame }> {
  const path = join(configDir, SERVER_CONFIG_FILE);
  const config = parse(path, await read(path));
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

function parse(path: string, text: string): ServerConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new AgentStartError(path, 'is not JSON', 'The operator writes it; delete the ConfigMap and the operator writes it anew.', {
      cause: error,
    });
  }
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
