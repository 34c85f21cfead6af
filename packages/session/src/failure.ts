import type { Fix } from '@gse/resources';
import type { AnyGame } from '@gse/sdk';
import type { ManagedConnection } from './connection/managed.ts';
import { isTimeout } from './clock.ts';
import { failureWithKind } from './connection/kind.ts';
import { GameCallError } from './errors.ts';

/** What was tried, for the sentence. */
export interface Attempt {
  readonly game: Pick<AnyGame, 'title' | 'secrets'>;
  /** Such as `save the world`. */
  readonly what: string;
  readonly deadlineMs: number;
  readonly isPastDeadline: boolean;
  readonly origin: ManagedConnection | undefined;
}

const longestWords = 500;

/** A restart writes the secret into the game's own files before the game reads them. */
const restart: Fix = { kind: 'operation', title: 'Restart, so that the game takes its password from the secret', operation: 'restart' };

/** The reason behind whatever an adapter's function threw: a stable code and a sentence for people. */
export function failureOf(error: unknown, attempt: Attempt): GameCallError {
  if (error instanceof GameCallError) return error;
  const { game, what, deadlineMs, isPastDeadline, origin } = attempt;
  const over = origin ? `over ${origin.spec.protocol}` : '';
  const failure = failureWithKind(error);
  const words = (failure?.message ?? (error instanceof Error ? error.message : String(error))).slice(0, longestWords);
  const evidence = words === '' ? {} : { evidence: [words] };
  const fail = (kind: GameCallError['kind'], code: string, message: string, fix?: Fix): GameCallError =>
    new GameCallError(
      kind,
      { code, message: message.replace(/ {2,}/g, ' ').replace(/ ([.,])/g, '$1'), ...(fix ? { fix } : {}), ...evidence },
      { cause: error },
    );

  switch (failure?.kind) {
    case 'refused':
      return fail('refused', 'GameNotListening', `${game.title} does not listen ${over}.`);
    case 'closed':
      return fail('closed', 'ConnectionLost', `${game.title} closed the connection ${over} while asked to ${what}.`);
    case 'auth':
      return fail('auth', `${pascalCase(origin?.name ?? 'console')}PasswordRejected`, rejection(game, origin, words), restart);
    case 'protocol':
      return fail('protocol', 'UnexpectedAnswer', `${game.title} answered ${over} with something else than expected.`);
    case 'timeout':
      return fail('timeout', 'GameNotAnswering', `${game.title} does not answer ${over}.`);
    case 'aborted':
    case undefined:
      break;
  }
  if (isTimeout(error) || (isPastDeadline && (failure || isAbort(error)))) {
    return fail('timeout', 'GameNotAnswering', `${game.title} did not ${what} within ${Math.round(deadlineMs / 1000)} seconds.`);
  }
  if (failure || isAbort(error)) return fail('aborted', 'Aborted', `The request to ${what} was given up.`);
  return fail('game', 'GameRefused', words === '' ? `${game.title} refused to ${what}.` : words);
}

function rejection(game: Attempt['game'], origin: ManagedConnection | undefined, words: string): string {
  const secret = origin?.spec.secret;
  const title = secret === undefined ? undefined : game.secrets[secret]?.title;
  return `${game.title} rejected the ${title ?? 'password'} over ${origin?.spec.protocol ?? 'its console'}: ${words}`;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
