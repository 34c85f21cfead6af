import type { AnyGame, ConnectionSpec, OpenConnection } from '@gse/sdk';

/** One call of a protocol client, as the adapter made it. */
export interface WireCall {
  readonly connection: string;
  readonly method: string;
  readonly words: string;
}

/** The same game, with every call that its functions make of a connection written down in order. */
export function recorded(game: AnyGame, calls: WireCall[]): AnyGame {
  const connections = Object.fromEntries(Object.entries(game.connections).map(([name, spec]) => [name, recordedSpec(name, spec, calls)]));
  return { ...game, connections };
}

function recordedSpec(connection: string, spec: ConnectionSpec<unknown>, calls: WireCall[]): ConnectionSpec<unknown> {
  return {
    ...spec,
    async open(target): Promise<OpenConnection<unknown>> {
      const opened = await spec.open(target);
      const client = new Proxy(opened.client as Record<string, unknown>, {
        get(inner, method) {
          const member = inner[method as string];
          if (typeof member !== 'function') return member;
          return (...args: unknown[]) => {
            // The last argument carries signal and deadline, which are no words to the game.
            calls.push({
              connection,
              method: String(method),
              words: JSON.stringify(args.filter((argument) => typeof argument !== 'object')),
            });
            return (member as (...given: unknown[]) => unknown).apply(inner, args);
          };
        },
      });
      return { client, closed: opened.closed, close: () => opened.close() };
    },
  };
}

/** True when the later calls stand at the end of the earlier ones, in the same order. */
export function endsWith(calls: readonly WireCall[], last: readonly WireCall[]): boolean {
  if (calls.length < last.length) return false;
  return JSON.stringify(calls.slice(calls.length - last.length)) === JSON.stringify(last);
}
