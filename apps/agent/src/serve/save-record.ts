import type { Clock, Session } from '@gse/session';

/** What came of the saves that the agent asked for; a game's own autosave is not among them. */
export interface SaveFigures {
  readonly saved: number;
  readonly failed: number;
  /** The last one; undefined before the first. */
  readonly last: { readonly at: number; readonly isSaved: boolean } | undefined;
}

/** Keeps count of saves. One that was called off by whoever asked says nothing about the game. */
export class SaveRecord {
  readonly #clock: Clock;
  #figures: SaveFigures = { saved: 0, failed: 0, last: undefined };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get figures(): SaveFigures {
    return this.#figures;
  }

  /** The session, with its saves counted. */
  counted(session: Session): Session {
    const save: Session['save'] = async (signal) => {
      try {
        await session.save(signal);
      } catch (error) {
        if (!isCalledOff(signal)) this.#note(false);
        throw error;
      }
      this.#note(true);
    };
    return {
      ...session,
      get isBusy() {
        return session.isBusy;
      },
      save,
    };
  }

  #note(isSaved: boolean): void {
    const { saved, failed } = this.#figures;
    this.#figures = {
      saved: saved + (isSaved ? 1 : 0),
      failed: failed + (isSaved ? 0 : 1),
      last: { at: this.#clock.now(), isSaved },
    };
  }
}

/** A budget that ran out is the game's failure; any other end of the signal is the caller's wish. */
function isCalledOff(signal: AbortSignal | undefined): boolean {
  const reason: unknown = signal?.aborted === true ? signal.reason : undefined;
  return reason !== undefined && !(reason instanceof DOMException && reason.name === 'TimeoutError');
}
