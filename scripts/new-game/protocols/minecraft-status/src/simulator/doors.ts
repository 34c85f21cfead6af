import { MinecraftStatusServer } from '@gse/protocols/testing';
import { openRcon, type Stage } from '@gse/simulator';
import { PORTS } from '../ports.ts';
import { runLine } from './commands.ts';
import type { SimulatedServer } from './server.ts';

/** Opens everything the game listens on, until its process is over. */
export async function openDoors(stage: Stage, server: SimulatedServer): Promise<void> {
  const status = await MinecraftStatusServer.start({
    ...stage.listen(PORTS.game.number, 'TCP'),
    onStatus: () => ({
      version: { name: server.version, protocol: 776 },
      players: { max: server.maxPlayers, online: stage.players.count },
      description: server.setting('server-name'),
    }),
  });
  stage.onEnd(() => status.close());
  const followFaults = (): void => {
    if (stage.faults.tornPackets) status.faults.inject({ kind: 'segments', cut: 'bytes' });
    else status.faults.heal('segments');
  };
  followFaults();
  stage.faults.onChange(followFaults);
  await openRcon(stage, {
    port: PORTS.rcon.number,
    dialect: 'minecraft',
    password: server.setting('rcon-password'),
    onCommand: (text) => runLine(server, text),
  });
}
