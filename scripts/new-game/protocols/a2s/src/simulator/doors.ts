import { A2sServer } from '@gse/protocols/testing';
import { openRcon, type Stage } from '@gse/simulator';
import { PORTS } from '../ports.ts';
import { runLine } from './commands.ts';
import type { SimulatedServer } from './server.ts';

/** Opens everything the game listens on, until its process is over. */
export async function openDoors(stage: Stage, server: SimulatedServer): Promise<void> {
  const query = await A2sServer.start({
    ...stage.listen(PORTS.query.number, 'UDP'),
    // FILL IN: what the real one tells, captured from a server.
    onInfo: () =>
      stage.faults.hanging
        ? undefined
        : {
            protocol: 17,
            name: server.setting('server-name'),
            map: 'world',
            folder: 'my-game',
            game: 'My Game',
            players: stage.players.count,
            maxPlayers: server.maxPlayers,
            bots: 0,
            serverType: 'dedicated',
            os: 'linux',
            hasPassword: false,
            isSecure: false,
            version: server.version,
          },
    onPlayers: () => stage.players.online.map((name) => ({ name, score: 0, seconds: 60 })),
  });
  stage.onEnd(() => query.close());
  const followFaults = (): void => {
    // A datagram cannot be torn; a large answer comes in parts.
    if (stage.faults.tornPackets) query.faults.inject({ kind: 'split', bytes: 64, order: 'reversed' });
    else query.faults.heal('split');
  };
  followFaults();
  stage.faults.onChange(followFaults);
  await openRcon(stage, {
    port: PORTS.rcon.number,
    dialect: 'source',
    password: server.setting('rcon-password'),
    onCommand: (text) => runLine(server, text),
  });
}
