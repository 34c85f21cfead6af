import { detectEngine, type Engine } from '@gse/embedded';

/** How games run on this machine. */
export const RUNTIME_CHOICES = ['auto', 'containers', 'simulated'] as const;
/** How games run on this machine. */
export type RuntimeChoice = (typeof RUNTIME_CHOICES)[number];

/** Containers were asked for and none can be had. */
class NoEngineError extends Error {
  readonly code = 'GSE_NO_CONTAINER_ENGINE';
  constructor() {
    super(
      'GSE_RUNTIME=containers was asked for, and no container engine answers. Start Docker or Podman (its API socket), point DOCKER_HOST at it, or leave GSE_RUNTIME at auto.',
    );
    this.name = 'NoEngineError';
  }
}

/** How long an engine is looked for, and how long one that was asked for may take to answer. */
const DETECT_TIMEOUT_MS = 3_000;
const ASKED_FOR_TIMEOUT_MS = 30_000;

/** What games run on, and the sentence that says so. Without an engine they are simulated. */
export async function findRuntime(
  choice: RuntimeChoice,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ engine: Engine | undefined; sentence: string }> {
  if (choice === 'simulated') return { engine: undefined, sentence: 'containers: not used (GSE_RUNTIME=simulated), games are simulated' };
  const timeoutMs = choice === 'containers' ? ASKED_FOR_TIMEOUT_MS : undefined;
  const signal = AbortSignal.timeout(timeoutMs ?? DETECT_TIMEOUT_MS);
  const { engine } = await detectEngine({ env: { ...env }, signal, timeoutMs });
  if (engine) return { engine, sentence: `containers: ${engine.name}` };
  if (choice === 'containers') throw new NoEngineError();
  return { engine: undefined, sentence: 'containers: none found, games are simulated' };
}
