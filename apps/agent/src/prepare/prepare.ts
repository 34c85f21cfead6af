import { chown, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AGENT_TOKEN_SECRET, DRAIN_FILES, settingsHash, type ServerConfig } from '@gse/agent-client';
import type { AnyGame } from '@gse/sdk';
import { applyManagedFile, openInside, type Clock, type LogPosition } from '@gse/session';
import type { AgentEnvironment } from '../environment.ts';
import { AgentStartError, errorCode } from '../errors.ts';
import type { Secrets } from '../secrets.ts';
import { drainProgressFile } from '../serve/drain-notes.ts';
import { runNotesFile } from '../serve/run-notes.ts';
import { writeAtomically, type FileOwner } from '../write-atomically.ts';
import { writePrepared } from './prepared.ts';
import type { AgentLog } from '../log.ts';

/** What preparing works on. */
export interface PrepareInput {
  readonly game: AnyGame;
  readonly config: ServerConfig;
  readonly environment: AgentEnvironment;
  readonly secrets: Secrets;
  /** Who new files belong to; absent: the agent's own user. */
  readonly owner: FileOwner | undefined;
  readonly clock: Clock;
  readonly log: AgentLog;
}

/** Runs before every start of the game: writes what the platform manages of the game's files, and clears the last end. */
export async function prepare(input: PrepareInput): Promise<void> {
  const { game, config, environment, clock, log } = input;
  const dataDir = environment.dataDir ?? config.dataPath;
  await takeDataDir(dataDir, input.owner);

  const patches = game.files({
    spec: config.spec,
    settings: config.settings,
    version: config.version,
    memoryBytes: config.memoryBytes,
    secrets: readSecrets(input),
    accepted: new Set((config.spec.licences ?? []).filter((licence) => licence.accepted).map((licence) => licence.id)),
  });
  for (const patch of patches) {
    if (await applyManagedFile(dataDir, patch, { owner: input.owner })) log(`wrote ${patch.path}`);
  }

  for (const file of [DRAIN_FILES.request, DRAIN_FILES.done, drainProgressFile, runNotesFile])
    await rm(join(environment.sharedDir, file), { force: true });
  await writeAtomically(join(environment.sharedDir, DRAIN_FILES.blank), '', { mode: 0o644, sync: false });
  const position = await logPosition(dataDir, game.log.file);
  await writePrepared(environment.sharedDir, {
    at: new Date(clock.now()).toISOString(),
    version: config.version,
    settings: config.settings,
    settingsHash: settingsHash(config.settings),
    // Plugins of the game can read it; who accepted a licence is nothing for them.
    config: { ...config, spec: { ...config.spec, licences: undefined } },
    ...(position ? { log: position } : {}),
  });
  log(`${game.title} ${config.version} is prepared`);
}

/** A fresh volume belongs to root; the game's user must be able to make files at its top. What is below stays as it is. */
async function takeDataDir(dataDir: string, owner: FileOwner | undefined): Promise<void> {
  const found = await stat(dataDir).catch((error: unknown) => {
    throw new AgentStartError(
      dataDir,
      `the data volume cannot be reached (${errorCode(error) ?? 'error'})`,
      'Check that the volume of the server is bound and mounted.',
      { cause: error },
    );
  });
  if (!found.isDirectory()) throw new AgentStartError(dataDir, 'the data volume is not a folder', 'Check the mount of the data volume.');
  if (!owner || found.uid === owner.uid) return;
  await chown(dataDir, owner.uid, owner.gid).catch((error: unknown) => {
    throw new AgentStartError(
      dataDir,
      `the data volume cannot be given to the game's user ${owner.uid}`,
      'Run the agent as that user and set fsGroup, or as root.',
      { cause: error },
    );
  });
}

/** Every declared secret must be there: a game that starts without its password, or without the agent's token, cannot be managed. */
function readSecrets({ game, environment, secrets }: PrepareInput): Record<string, string> {
  const missing = (id: string, title: string): AgentStartError =>
    new AgentStartError(
      join(environment.secretsDir, id),
      `the secret "${title}" is missing or empty`,
      'The operator makes it; check that the Secret of the server exists and has this key.',
    );
  if (secrets.get(AGENT_TOKEN_SECRET) === undefined) throw missing(AGENT_TOKEN_SECRET, 'token of the agent');
  const values: Record<string, string> = {};
  for (const [id, spec] of Object.entries(game.secrets)) {
    const value = secrets.get(id);
    if (value !== undefined) values[id] = value;
    else if (spec.generate !== undefined) throw missing(id, spec.title);
  }
  return values;
}

async function logPosition(dataDir: string, file: string): Promise<LogPosition | undefined> {
  try {
    const handle = await openInside(dataDir, file);
    const { ino, size } = await handle.stat();
    await handle.close();
    return { ino, size };
  } catch {
    return undefined;
  }
}
