import { RconServer } from '@gse/protocols/testing';
import type { RconServerOptions } from '@gse/protocols/testing';
import type { Stage } from './stage.ts';

/** The remote console of a simulated game. */
export interface SimulatedRcon {
  /** Port inside the container. */
  readonly port: number;
  readonly dialect: RconServerOptions['dialect'];
  readonly password: string;
  /** Runs one of the game's own commands; lines that begin with `simulate` never get here. */
  readonly onCommand: (line: string) => string | Promise<string>;
}

/**
 * Opens the game's remote console until the process is over. It has the faults of the simulation: while the game hangs,
 * logins still succeed and the game's own commands are not answered, as with a stuck main thread.
 *
 * Rejects with the system's error when the port is taken.
 */
export async function openRcon(stage: Stage, { port, dialect, password, onCommand }: SimulatedRcon): Promise<void> {
  const server = await RconServer.start({
    ...stage.listen(port, 'TCP'),
    dialect,
    password,
    onCommand: async (line) => {
      // Before anything else: a hanging simulation can be healed over a fresh connection.
      const simulated = stage.simulate(line);
      if (simulated !== undefined) return simulated;
      await stage.responsive();
      return onCommand(line);
    },
  });
  stage.onEnd(() => server.close());

  const follow = (): void => {
    const rejected = server.faults.has('wrongPassword');
    if (stage.faults.wrongSecret) server.faults.inject({ kind: 'wrongPassword' });
    else server.faults.heal('wrongPassword');
    if (stage.faults.tornPackets) server.faults.inject({ kind: 'segments', cut: 'random' });
    else server.faults.heal('segments');
    // Whoever logged in before would never notice that the credential is rejected now.
    if (stage.faults.wrongSecret && !rejected) server.dropConnections();
  };
  follow();
  stage.faults.onChange(follow);
}
