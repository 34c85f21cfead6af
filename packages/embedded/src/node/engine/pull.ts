import { z } from 'zod';
import { NodeError, errorMessage } from '../errors.ts';
import type { PullProgress } from '../runtime/container-runtime.ts';
import type { EngineClient } from './engine-client.ts';
import { fullImageName } from './image-name.ts';

/** How long an engine may say nothing at all during a pull. */
const silenceMs = 300_000;

const maxLineLength = 1024 * 1024;

const pullLine = z.object({
  id: z.string().optional(),
  error: z.string().optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).nullish(),
});

/** Pulls an image; a failure says in words whose fault it looks like, followed by the registry's own message. */
export async function pullImage(
  client: EngineClient,
  image: string,
  onProgress: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const layers = new Map<string, PullProgress>();
  try {
    const body = await client.stream('/images/create', {
      method: 'POST',
      query: { fromImage: fullImageName(image) },
      signal,
      timeoutMs: silenceMs,
    });
    for await (const text of readLines(body)) {
      const line = pullLine.parse(JSON.parse(text));
      if (line.error) throw new NodeError('GSE_ENGINE_API', line.error);
      const { current, total } = line.progressDetail ?? {};
      if (line.id === undefined || current === undefined || total === undefined || total <= 0) continue;
      layers.set(line.id, { currentBytes: current, totalBytes: total });
      onProgress(sum(layers.values()));
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw new NodeError('GSE_IMAGE_PULL_FAILED', explainPullError(image, errorMessage(cause)), { cause });
  }
}

async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLineLength) throw new NodeError('GSE_ENGINE_API', 'the container engine sent a line without an end');
    for (const line of lines) if (line.trim() !== '') yield line;
  }
  if (rest.trim() !== '') yield rest;
}

function sum(layers: Iterable<PullProgress>): PullProgress {
  const total = { currentBytes: 0, totalBytes: 0 };
  for (const layer of layers) {
    total.currentBytes += layer.currentBytes;
    total.totalBytes += layer.totalBytes;
  }
  return total;
}

const causes: [RegExp, string][] = [
  [/manifest unknown|not found|name unknown|does not exist/i, 'the registry has no such image or tag'],
  [/unauthorized|denied|authentication required|forbidden/i, 'the registry refuses access: the image is private or its name is wrong'],
  [/toomanyrequests|rate limit/i, "the registry's rate limit is reached"],
  [/no such host|connection refused|i\/o timeout|timeout|network is unreachable|no route to host/i, 'the registry cannot be reached'],
  [/no space left/i, "the disk of the container engine's images is full"],
  [/no matching manifest|no image found in (?:manifest|image) list/i, 'the image does not exist for the processor of this machine'],
];

/** One sentence for people, then what the engine said. */
export function explainPullError(image: string, engineMessage: string): string {
  const cause = causes.find(([pattern]) => pattern.test(engineMessage))?.[1];
  const detail = engineMessage.length > 400 ? `${engineMessage.slice(0, 400)}…` : engineMessage;
  return cause ? `cannot pull ${image}: ${cause} (${detail})` : `cannot pull ${image}: ${detail}`;
}
