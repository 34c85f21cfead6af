import type { ContainerUser, Mount } from '../runtime/container-runtime.ts';

/** What a local program gets; container paths and ports are already those of this machine. */
export interface LocalProgramContext {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  /** Writes one line to the container's log. */
  log(line: string): void;
  /** Fires when the program is asked to leave (SIGTERM): finish what matters, then resolve. */
  readonly signal: AbortSignal;
  /**
   * Fires when the program must be gone (SIGKILL), always after or together with `signal`.
   * Close every socket, clear every timer and resolve at once, saving nothing: what a killed process would have lost is lost.
   * A program that does not is cut off: its host process is ended as soon as no other program needs it.
   */
  readonly killed: AbortSignal;
  /**
   * Who should own files made in the mounts, where that is not this process' own user:
   * a game in a container runs as its own user and must be able to write what its agent wrote.
   */
  readonly fileOwner: ContainerUser | undefined;
  /**
   * Says how to ask what the program stands for would use, as shares of its limits from 0 to 1. A simulation of a game uses
   * next to nothing and shares its process with others, so what is measured of it says nothing about the game.
   */
  tellUsage(tell: () => ProgramUsage): void;
}

/** What is used of the limits, from 0 to 1. */
export interface ProgramUsage {
  readonly cpuShare: number;
  readonly memoryShare: number;
}

/**
 * A program that runs inside a shared child process instead of a container: an agent, a simulated game.
 * Resolves with the exit code (137 without having been killed says that memory ran out); a rejection is exit code 1 and its reason the last line of the log.
 * It must not touch process-wide state (working directory, environment, signal handlers): others live beside it.
 */
export type LocalProgram = (context: LocalProgramContext) => Promise<number>;
