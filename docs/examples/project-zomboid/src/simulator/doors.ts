import { A2sServer } from '@gse/protocols/testing';
import { openRcon, type Stage } from '@gse/simulator';
import { PORTS } from '../ports.ts';
import { runLine } from './commands.ts';
import type { SimulatedServer } from './server.ts';

/** Opens everything the game listens on, until its process is over. */
export async function openDoors(stage: Stage, server: SimulatedServer): Promise<void> {
  const query = await A2sServer.start({
    ...stage.listen(PORTS.game.number, 'UDP'),
    onInfo: () =>
      stage.faults.hanging
        ? undefined
        : {
            protocol: 17,
            name: server.setting('PublicName'),
            map: 'Muldraugh, KY',
            folder: 'zomboid',
            game: 'Project Zomboid',
            appId: 108_600,
            players: stage.players.count,
            maxPlayers: server.maxPlayers,
            bots: 0,
            serverType: 'dedicated',
            os: 'linux',
            hasPassword: server.setting('Password') !== '',
            isSecure: true,
            version: '1.0.0.0',
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
    password: server.setting('RCONPassword'),
    onCommand: (text) => runLine(server, text),
  });
}
