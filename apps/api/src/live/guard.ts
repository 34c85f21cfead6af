import type { Clock } from '@gse/kube';
import type { Permissions, Wish } from '../access/permissions.ts';
import type { Caller, Callers } from '../session/callers.ts';

/** Why a stream has to end. `Renew`: it goes on when it is opened again, with the token the browser has by then. */
export interface StreamEnd {
  /** Close code of a WebSocket. */
  readonly closeCode: 1012 | 4401 | 4403;
  readonly code: 'Unauthorized' | 'Forbidden' | 'Renew';
  readonly message: string;
}

const RENEW: StreamEnd = { closeCode: 1012, code: 'Renew', message: 'the sign-in goes on; open the stream again' };

/** Looks again, while a stream goes on, whether its caller is still who they were and still may. */
export class StreamGuard {
  readonly #callers: Callers;
  readonly #permissions: Permissions;
  readonly #clock: Clock;

  constructor(callers: Callers, permissions: Permissions, clock: Clock) {
    this.#callers = callers;
    this.#clock = clock;
    this.#permissions = permissions;
  }

  /** `until`: how long the caller's token has to be good for; a stream whose answer can carry a new one ends early. */
  async check(caller: Caller, address: string, until: 'renewal' | 'end', wish?: Wish): Promise<StreamEnd | undefined> {
    const { renewal } = caller;
    if (renewal !== undefined && this.#clock.now() >= (until === 'renewal' ? renewal.at : renewal.tokenEndsAt)) return RENEW;
    if ((await this.#callers.userOf(caller.token, address, caller.door)) !== caller.user)
      return { closeCode: 4401, code: 'Unauthorized', message: 'the sign-in has ended' };
    if (wish !== undefined && !(await this.#permissions.allows(caller, wish)))
      return { closeCode: 4403, code: 'Forbidden', message: 'the permission has ended' };
    return undefined;
  }
}
