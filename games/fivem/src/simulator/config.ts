import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSourceCfg } from '@gse/sdk';
import { CFG, SERVER_DATA } from '../files.ts';

const MAX_DEPTH = 8;
const MAX_LINES = 20_000;

/** What the server was told in server.cfg and the files that it executes, in order; the last value of a variable counts. */
export interface Config {
  readonly variables: Map<string, string>;
  /** Every line that is no variable, such as `ensure chat`, in order. */
  readonly commands: readonly string[];
}

/** Reads server.cfg as the server does: line by line, following `exec`. */
export async function readConfig(dataDir: string): Promise<Config> {
  const config = { variables: new Map<string, string>(), commands: [] as string[] };
  await execute(join(dataDir, SERVER_DATA), 'server.cfg', config, 0);
  return config;
}

async function execute(
  folder: string,
  file: string,
  config: { variables: Map<string, string>; commands: string[] },
  depth: number,
): Promise<void> {
  const content = await readFile(join(folder, file), 'utf8').catch(() => '');
  for (const line of content.split('\n', MAX_LINES)) {
    const [, verb = '', rest = ''] = /^\s*([^\s#"]+)\s*(.*?)\s*$/.exec(line) ?? [];
    if (verb === '' || verb.startsWith('//')) continue;
    if (verb === 'exec' && depth < MAX_DEPTH && /^"?[\w.-]+"?$/.test(rest))
      await execute(folder, rest.replaceAll('"', ''), config, depth + 1);
    else if (/^(?:ensure|start|stop|add_ace|add_principal|con_addChannelFilter)$/.test(verb))
      config.commands.push(`${verb} ${rest.replaceAll('"', '')}`);
    else for (const [name, value] of parseSourceCfg(line, CFG)) config.variables.set(name, value);
  }
}
