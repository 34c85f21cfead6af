import type { RuntimeChoice } from './settings.ts';

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

/** A container engine that was found. */
export interface FoundEngine {
  readonly text: string;
}

/** What to run on, and the sentence that says so. */
export function chooseRuntime<Engine extends FoundEngine>(
  choice: RuntimeChoice,
  engine: Engine | undefined,
): { engine: Engine | undefined; sentence: string } {
  if (choice === 'simulated') return { engine: undefined, sentence: 'containers: not used (GSE_RUNTIME=simulated), games are simulated' };
  if (engine) return { engine, sentence: `containers: ${engine.text}` };
  if (choice === 'containers') throw new NoEngineError();
  return { engine: undefined, sentence: 'containers: none found, games are simulated' };
}
