import type { ServerOptions, ServerUnderTest } from './server/server.ts';
import type { Subject } from './subject.ts';

/** What a check may use. Everything it starts and every folder it asks for is gone when it ends. */
export interface CheckContext extends Subject {
  /** An empty folder. */
  folder(): Promise<string>;
  /** Prepares a folder as the agent does, starts the simulator in it and opens a session; does not wait for the game. */
  launch(options?: ServerOptions): Promise<ServerUnderTest>;
  /** The same, and waits until the game is healthy. */
  start(options?: ServerOptions): Promise<ServerUnderTest>;
}

/** One thing every adapter must keep. */
export interface Check {
  /** Stable, in kebab-case. */
  readonly id: string;
  /** What holds, as a sentence without a full stop. */
  readonly title: string;
  /** What goes wrong for people otherwise, in a sentence. */
  readonly why: string;
  /** The adapter's file to look at first. */
  readonly look: string;
  /** Why the check has nothing to ask of this adapter; undefined when it has. */
  readonly absent?: (subject: Subject) => string | undefined;
  /** Rejects with a finding, or with any error, when the adapter does not keep it. */
  readonly run: (context: CheckContext) => Promise<void> | void;
}

/** Absent where a list the adapter declares is empty. */
export function nothing(of: readonly unknown[] | object, words: string): string | undefined {
  return (Array.isArray(of) ? of : Object.keys(of)).length === 0 ? words : undefined;
}
