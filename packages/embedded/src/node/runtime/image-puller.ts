import type { Clock } from '@gse/kube';
import { abortable } from '../abortable.ts';
import { errorMessage, NodeError } from '../errors.ts';
import type { ContainerRuntime, PullProgress } from './container-runtime.ts';

export interface ImageRequest {
  runtime: ContainerRuntime;
  image: string;
  policy: 'Always' | 'IfNotPresent' | 'Never';
  onProgress(progress: PullProgress): void;
  /** Tells the pod's story. */
  onEvent(type: 'Normal' | 'Warning', reason: string, message: string): void;
}

interface Pull {
  done: Promise<void>;
  listeners: Set<(progress: PullProgress) => void>;
  abort: AbortController;
}

/** Sees to it that images are there; pods that want the same image at the same time share one pull. */
export class ImagePuller {
  readonly #clock: Clock;
  readonly #pulls = new Map<string, Pull>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Resolves when the image can be started.
   * A registry that is away does not keep a server down whose image is here, even where the policy asks for a fresh one.
   */
  async ensure({ runtime, image, policy, onProgress, onEvent }: ImageRequest, signal: AbortSignal): Promise<void> {
    const isPresent = await runtime.hasImage(image, signal);
    if (isPresent && policy !== 'Always') return onEvent('Normal', 'Pulled', `Container image "${image}" already present on machine`);
    if (policy === 'Never')
      throw new NodeError('GSE_IMAGE_MISSING', `the image ${image} is not on this machine, and its pull policy is Never`);
    onEvent('Normal', 'Pulling', `Pulling image "${image}"`);
    const startedAtMs = this.#clock.now();
    try {
      await this.#pull(runtime, image, onProgress, signal);
      const seconds = ((this.#clock.now() - startedAtMs) / 1000).toFixed(1);
      onEvent('Normal', 'Pulled', `Successfully pulled image "${image}" in ${seconds}s`);
    } catch (error) {
      if (signal.aborted || !isPresent) throw error;
      onEvent('Warning', 'PullFailed', `${errorMessage(error)}; going on with the image on this machine`);
    }
  }

  async #pull(runtime: ContainerRuntime, image: string, onProgress: ImageRequest['onProgress'], signal: AbortSignal): Promise<void> {
    const key = `${runtime.name} ${image}`;
    const pull = this.#pulls.get(key) ?? this.#begin(key, runtime, image);
    pull.listeners.add(onProgress);
    try {
      await abortable(pull.done, signal);
    } finally {
      pull.listeners.delete(onProgress);
      if (pull.listeners.size === 0) pull.abort.abort();
    }
  }

  #begin(key: string, runtime: ContainerRuntime, image: string): Pull {
    const abort = new AbortController();
    const listeners = new Set<(progress: PullProgress) => void>();
    const report = (progress: PullProgress) => {
      for (const listener of listeners) listener(progress);
    };
    const done = runtime.pull(image, report, abort.signal).finally(() => this.#pulls.delete(key));
    done.catch(() => undefined);
    const pull = { done, listeners, abort };
    this.#pulls.set(key, pull);
    return pull;
  }
}
