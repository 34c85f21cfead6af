/** A trouble the simulator can be told to have. */
export type SimulatorFault =
  | { readonly kind: 'slowStart'; readonly seconds: number }
  | { readonly kind: 'hangStart' } // starts, never becomes ready, answers nothing
  | { readonly kind: 'hang' } // the game's main loop stands still: what the real one answers from it stays unanswered, the process stays
  | { readonly kind: 'crash'; readonly exitCode?: number; readonly oom?: boolean; readonly diagnosis?: string } // prints the diagnosis' example lines and exits
  | { readonly kind: 'wrongSecret' } // rejects the right credential
  | { readonly kind: 'tornPackets' }
  | { readonly kind: 'saveFails' }
  | { readonly kind: 'slowSave'; readonly seconds: number }
  | { readonly kind: 'logFlood'; readonly lines: number; readonly perSecond?: number }
  | { readonly kind: 'none' }; // heals hang, wrongSecret, tornPackets, saveFails, slowSave

/** What the real game would use of its limits, as shares from 0 to 1: part of the simulation, never measured. */
export interface SimulatedUsage {
  readonly cpuShare: number;
  readonly memoryShare: number;
}

/** What a simulated game gets from its runtime: the same things a container gets. */
export interface SimulatorContext {
  /** Host folder standing for the container's data path. */
  readonly dataDir: string;
  /** Environment of the container. */
  readonly env: Readonly<Record<string, string>>;
  /** Where to listen for a container port. */
  listen(port: number, protocol: 'TCP' | 'UDP'): { readonly host: string; readonly port: number };
  /** Writes one line to the container's standard output. */
  write(line: string): void;
  /** Asked to stop, as by SIGTERM: the game saves and leaves by itself. */
  readonly terminate: AbortSignal;
  /** Killed: drop everything at once, save nothing. */
  readonly killed: AbortSignal;
  /** Faults to begin with. */
  readonly faults?: readonly SimulatorFault[];
  /** Says how to ask what the real game would use at the moment; absent where nobody asks. */
  readonly tellUsage?: (tell: () => SimulatedUsage) => void;
  /** Factor on every duration of the simulation; tests use a small one. Default 1. */
  readonly pace?: number;
}

/** Remote control of a running simulator, for tests and for the `simulate …` console commands. */
export interface SimulatorControl {
  inject(fault: SimulatorFault): void;
  join(player: string): void;
  leave(player: string): void;
  chat(player: string, text: string): void;
}

/** The game's stand-in: behaves like the game on the wire, on disk and in the log. It is not trusted; see the oracle tests. */
export interface GameSimulator {
  /** Same id as the game. */
  readonly game: string;
  /** Runs until the game ends; resolves with its exit code. `ready` is called once the control may be used. */
  run(context: SimulatorContext, ready?: (control: SimulatorControl) => void): Promise<number>;
}
