import createClient from 'openapi-fetch';
import { noteServerDate } from '../time/server-clock.ts';
import { words } from '../words/index.ts';
import { ApiFailure } from './failure.ts';
import type { paths } from './schema.gen.ts';
import type { ApiError } from './types.ts';

/** Longest wait for an answer; the API itself gives up sooner on what it asks. */
const PATIENCE_MS = 30_000;

const client = createClient<paths>({
  baseUrl: '/',
  credentials: 'same-origin',
  headers: { accept: 'application/json' },
  fetch: async (request: Request) => {
    try {
      const answer = await fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(PATIENCE_MS)]) });
      noteServerDate(answer.headers.get('date'));
      return answer;
    } catch (error) {
      if (request.signal.aborted) throw error;
      throw new ApiFailure(0, { code: 'Offline', message: words.errors.offline });
    }
  },
});

/** The API, typed by its own description. Wrap calls in {@link answered}. */
export const api = client;

/**
 * What the API answered.
 * @throws ApiFailure when it was no success
 */
export async function answered<Data>(call: Promise<{ data?: Data; error?: unknown; response: Response }>): Promise<Data> {
  const { data, error, response } = await call;
  if (response.ok) return data as Data;
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  throw new ApiFailure(
    response.status,
    isApiError(error) ? error.error : { code: `Http${response.status}`, message: words.errors.unexpectedAnswer(response.status) },
    Number.isFinite(retryAfter) ? retryAfter : undefined,
  );
}

function isApiError(value: unknown): value is ApiError {
  const error: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'error') : undefined;
  return typeof error === 'object' && error !== null && typeof Reflect.get(error, 'message') === 'string';
}
