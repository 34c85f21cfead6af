import { A2sServer } from '@gse/protocols/testing';
import type { Stage } from '@gse/simulator';
import { EDITIONS } from '../editions.ts';
import { PORTS } from '../ports.ts';
import type { SimulatedServer } from './server.ts';

/** Answers server browsers once the map is loaded; false when the port is taken. */
export async function openServerList(stage: Stage, server: SimulatedServer, isUp: () => boolean): Promise<boolean> {
  try {
    const list = await A2sServer.start({
      ...stage.listen(PORTS.game.number, 'UDP'),
      onInfo: () =>
        isUp() && !stage.faults.hanging
          ? {
              protocol: 17,
              name: server.variables.get('hostname') ?? '',
              map: server.map,
              folder: 'csgo',
              game: EDITIONS[server.edition].title,
              appId: 730,
              players: server.people.length + server.bots.length,
              maxPlayers: server.maxPlayers,
              bots: server.bots.length,
              serverType: 'dedicated',
              os: 'linux',
              hasPassword: (server.variables.get('sv_password') ?? '') !== '',
              isSecure: stage.env['ANTI_CHEAT'] !== 'false',
              version: server.edition === 'cs2' ? '1.41.2.8' : '1.38.8.1',
              gamePort: PORTS.game.number,
              keywords: server.variables.get('sv_tags') ?? '',
            }
          : undefined,
      // Names are left out of this list by the game.
      onPlayers: () => server.people.map(({ since }) => ({ name: '', score: 0, seconds: (Date.now() - since) / 1000 })),
    });
    stage.onEnd(() => list.close());
    const follow = (): void => {
      if (stage.faults.tornPackets) list.faults.inject({ kind: 'split', bytes: 32, order: 'reversed' });
      else list.faults.heal('split');
    };
    follow();
    stage.faults.onChange(follow);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}
