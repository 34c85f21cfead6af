import type { Permissions, Wish } from '../access/permissions.ts';
import type { Caller, Callers } from '../session/callers.ts';

/** Why a stream has to end. */
export interface StreamEnd {
  /** Close code of a WebSocket. */
  readonly closeCode: 4401 | 4403;
  readonly code: 'Unauthorized' | 'Forbidden';
  readonly message: string;
}

/** Looks again, while a stream goes on, whether its caller is still who they were and still may. */
export class StreamGuard {
  readonly #callers: Callers;
  readonly #permissions: Permissions;

  constructor(callers: Callers, permissions: Permissions) {
    this.#callers = callers;
    this.#permissions = permissions;
  }

  async check(caller: Caller, address: string, wish?: Wish): Promise<StreamEnd | undefined> {
    if ((await this.#callers.userOf(caller.token, address)) !== caller.user)
      return { closeCode: 4401, code: 'Unauthorized', message: 'the sign-in has ended' };
    if (wish !== undefined && !(await this.#permissions.allows(caller, wish)))
      return { closeCode: 4403, code: 'Forbidden', message: 'the permission has ended' };
    return undefined;
  }
}
