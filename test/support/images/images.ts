import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { busyboxFiles, nodeFiles, programFiles, type ImageFile } from '@gse/embedded/testing';
import type { LocalRegistry } from './registry.ts';

const SHELL_TOOLS = { bash: '/bin/bash', jq: '/usr/bin/jq' } as const;

/** Why the images cannot be made here; undefined when they can. */
export function imagesProblem(): string | undefined {
  if (!['/bin/busybox', '/usr/bin/busybox'].some((path) => existsSync(path)))
    return 'needs a static busybox: apt-get install busybox-static';
  const missing = Object.keys(SHELL_TOOLS).filter((tool) => which(tool) === undefined);
  return missing.length > 0 ? `needs ${missing.join(' and ')}: apt-get install ${missing.join(' ')}` : undefined;
}

/** Images by the names the adapters ask for. */
export interface GameImages {
  readonly minecraft: string;
  readonly factorio: string;
}

/**
 * Offers images that look like the real ones from where the platform stands: same entry point, same user, same files the
 * start script wants. In place of the game runs its simulator, so it speaks the game's protocols out of a container.
 */
export async function offerGameImages(registry: LocalRegistry, names: GameImages): Promise<void> {
  const base = await registry.layer([
    ...busyboxFiles(),
    ...nodeFiles(),
    ...Object.entries(SHELL_TOOLS).flatMap(([tool, path]) => programFiles(which(tool) ?? tool, path)),
  ]);
  const minecraft = await registry.layer([{ path: '/image/scripts/start', text: await executable('minecraft'), mode: 0o755 }]);
  const factorio = await registry.layer([
    { path: '/opt/factorio/bin/x64/factorio', text: await executable('factorio'), mode: 0o755 },
    { path: '/opt/factorio/data/map-settings.example.json', text: '{"pollution":{"enabled":true},"enemy_evolution":{"enabled":true}}' },
    ...['base', 'elevated-rails', 'quality', 'space-age'].map((mod): ImageFile => ({
      path: `/opt/factorio/data/${mod}/info.json`,
      text: '{}',
    })),
  ]);
  await registry.offer({ name: names.minecraft, layers: [base, minecraft], entrypoint: ['/image/scripts/start'] });
  await registry.offer({ name: names.factorio, layers: [base, factorio], entrypoint: ['/docker-entrypoint.sh'] });
}

/** A stand-in in one file that runs by itself. */
async function executable(game: keyof GameImages): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`${game}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    banner: { js: '#!/usr/bin/node' },
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}

function which(tool: string): string | undefined {
  const { status, stdout } = spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
