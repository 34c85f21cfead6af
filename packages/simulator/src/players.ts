/** What a simulated game does when somebody comes, goes or speaks. */
export interface PlayerHooks {
  /** Says why this player may not come in, in the game's words; undefined lets them in. */
  readonly refuse?: (name: string) => string | undefined;
  readonly joined: (name: string) => void;
  /** `because` is what the game tells, such as the reason of a kick. */
  readonly left: (name: string, because?: string) => void;
  readonly said: (name: string, text: string) => void;
}

/** What came of a wish, in words. */
export interface Outcome {
  readonly done: boolean;
  readonly message: string;
}

const MAX_PLAYERS = 10_000;

/**
 * The people on a simulated server. Nobody is there unless told to come. Before the game is up they wait at the door and
 * come in, in order, when `open` is called.
 */
export class PlayerPopulation {
  readonly #online = new Set<string>();
  readonly #waiting: string[] = [];
  #hooks: PlayerHooks | undefined;

  /** Names online, in the order they came. */
  get online(): readonly string[] {
    return [...this.#online];
  }
  get count(): number {
    return this.#online.size;
  }
  has(name: string): boolean {
    return this.#online.has(name);
  }

  /** Lets people in from now on. */
  open(hooks: PlayerHooks): void {
    this.#hooks = hooks;
    for (const name of this.#waiting.splice(0)) this.join(name);
  }

  join(name: string): Outcome {
    if (!/^[^\s\p{Cc}]{1,64}$/u.test(name)) return { done: false, message: 'A player name is 1 to 64 characters without spaces.' };
    if (this.#online.has(name)) return { done: false, message: `${name} is already online.` };
    if (this.#online.size + this.#waiting.length >= MAX_PLAYERS) return { done: false, message: 'Nobody else fits into the simulation.' };
    if (this.#hooks === undefined) {
      if (!this.#waiting.includes(name)) this.#waiting.push(name);
      return { done: true, message: `${name} comes in when the game is up.` };
    }
    const refusal = this.#hooks.refuse?.(name);
    if (refusal !== undefined) return { done: false, message: `${name} may not join: ${refusal}` };
    this.#online.add(name);
    this.#hooks.joined(name);
    return { done: true, message: `${name} joined.` };
  }

  leave(name: string, because?: string): Outcome {
    const waiting = this.#waiting.indexOf(name);
    if (waiting >= 0) this.#waiting.splice(waiting, 1);
    if (!this.#online.delete(name)) return { done: waiting >= 0, message: `${name} is not online.` };
    this.#hooks?.left(name, because);
    return { done: true, message: `${name} left.` };
  }

  /** Everybody goes, as when the server stops. */
  leaveAll(because?: string): void {
    for (const name of this.online) this.leave(name, because);
  }

  chat(name: string, text: string): Outcome {
    if (!this.#online.has(name)) return { done: false, message: `${name} is not online.` };
    this.#hooks?.said(name, text);
    return { done: true, message: `${name} said it.` };
  }
}
