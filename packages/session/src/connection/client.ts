import type { ManagedConnection } from './managed.ts';
import type { CallScope } from '../scope.ts';

/**
 * What an adapter sees of a declared connection: the protocol's client, which opens on first use. It belongs to one call
 * of the platform and ends with it.
 */
export function clientOf(connection: ManagedConnection, scope: CallScope): unknown {
  return new Proxy(Object.create(null) as object, {
    get(_, property) {
      // Anything with a `then` method counts as a promise; a client that is awaited by accident must not open a connection.
      if (typeof property !== 'string' || property === 'then') return undefined;
      return (...args: unknown[]) =>
        scope.track(
          connection,
          connection.call(
            property,
            args.map((argument) => withLiveSignal(argument, scope)),
            scope.live,
          ),
        );
    },
  });
}

/** Replaces the signal of the context, which may be over, by the one that is live: see {@link CallScope}. */
function withLiveSignal(argument: unknown, scope: CallScope): unknown {
  if (typeof argument !== 'object' || argument === null || !('signal' in argument) || argument.signal !== scope.signal) return argument;
  return { ...argument, signal: scope.live };
}
