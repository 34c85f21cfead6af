import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { errorMessage } from '../errors.ts';
import { EngineClient, type EngineAddress } from './engine-client.ts';

/** A container engine that answers. */
export interface Engine {
  /** For people: `Podman 4.3.1`. */
  name: string;
  kind: 'docker' | 'podman';
  version: string;
  apiVersion: string;
  /** The engine runs without root, so its containers' root is the user who runs it. */
  isRootless: boolean;
  address: EngineAddress;
}

export interface EngineDetection {
  engine: Engine | undefined;
  /** Every place that was asked in vain, and what happened there. */
  tried: { place: string; problem: string }[];
}

export interface DetectOptions {
  env: Record<string, string | undefined>;
  signal: AbortSignal;
  /** How long one place may take to answer; 2 s when absent. */
  timeoutMs?: number | undefined;
}

/**
 * Finds the container engine: where `DOCKER_HOST` points when it is set, otherwise at the usual sockets of Docker and Podman.
 * Bounded in time; never fails because none is there.
 */
export async function detectEngine(options: DetectOptions): Promise<EngineDetection> {
  const tried: EngineDetection['tried'] = [];
  for (const place of places(options.env)) {
    const address = parseAddress(place);
    if (!address) {
      tried.push({ place, problem: 'only unix:// and tcp:// addresses are understood' });
      continue;
    }
    try {
      return { engine: await askEngine(address, AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs ?? 2000)])), tried };
    } catch (error) {
      options.signal.throwIfAborted();
      tried.push({ place, problem: explain(error) });
    }
  }
  return { engine: undefined, tried };
}

function places(env: DetectOptions['env']): string[] {
  const asked = env['DOCKER_HOST'] || env['CONTAINER_HOST'];
  if (asked) return [asked];
  const runtimeDir = env['XDG_RUNTIME_DIR'];
  return [
    '/var/run/docker.sock',
    ...(runtimeDir ? [join(runtimeDir, 'docker.sock')] : []),
    join(env['HOME'] ?? homedir(), '.docker/run/docker.sock'),
    ...(runtimeDir ? [join(runtimeDir, 'podman/podman.sock')] : []),
    '/run/podman/podman.sock',
  ].map((path) => `unix://${path}`);
}

function parseAddress(place: string): EngineAddress | undefined {
  if (place.startsWith('unix://')) return { socketPath: place.slice('unix://'.length) };
  if (place.startsWith('tcp://')) return { url: `http://${place.slice('tcp://'.length)}` };
  return undefined;
}

const versionAnswer = z.object({
  Version: z.string(),
  ApiVersion: z.string().regex(/^\d+\.\d+$/),
  Components: z.array(z.object({ Name: z.string() })).nullish(),
});

const infoAnswer = z.object({ SecurityOptions: z.array(z.string()).nullish(), Rootless: z.boolean().optional() });

async function askEngine(address: EngineAddress, signal: AbortSignal): Promise<Engine> {
  const client = new EngineClient(address);
  try {
    const version = versionAnswer.parse(await client.json('/version', { signal }));
    const info = infoAnswer.parse(await client.json('/info', { signal }));
    const isPodman = version.Components?.some((component) => component.Name.startsWith('Podman')) ?? false;
    return {
      name: `${isPodman ? 'Podman' : 'Docker'} ${version.Version}`,
      kind: isPodman ? 'podman' : 'docker',
      version: version.Version,
      apiVersion: version.ApiVersion,
      isRootless: info.Rootless === true || (info.SecurityOptions ?? []).some((option) => option.includes('name=rootless')),
      address,
    };
  } finally {
    await client.close();
  }
}

function explain(error: unknown): string {
  const message = errorMessage(error);
  if (message.includes('ENOENT')) return 'nothing there';
  if (message.includes('EACCES')) return 'no permission to use it';
  if (message.includes('ECONNREFUSED')) return 'nobody listens';
  return message;
}
