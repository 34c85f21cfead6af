import { A2sServer } from '@gse/protocols/testing';
import type { Stage } from '@gse/simulator';
import { PORTS } from '../ports.ts';
import type { SimulatedServer } from './server.ts';

/** Steam's number of the game that players have. */
const APP_ID = 252_490;

/** Answers server browsers once the game is up; false when the query port is taken. */
export async function openServerList(stage: Stage, server: SimulatedServer, isUp: () => boolean): Promise<boolean> {
  const gamePort = stage.listen(PORTS.game.number, 'UDP').port;
  const framework = stage.env['FRAMEWORK'] ?? 'vanilla';
  try {
    const list = await A2sServer.start({
      ...stage.listen(PORTS.query.number, 'UDP'),
      onInfo: () =>
        isUp() && !stage.faults.hanging
          ? {
              protocol: 17,
              name: server.variables.get('server.hostname') ?? '',
              map: server.options.get('server.level') ?? 'Procedural Map',
              folder: 'rust',
              game: 'Rust',
              appId: APP_ID,
              // One byte each, which wraps; the tags have the truth.
              players: server.online.length & 0xff,
              maxPlayers: server.maxPlayers & 0xff,
              bots: 0,
              serverType: 'dedicated',
              os: 'linux',
              hasPassword: false,
              isSecure: server.options.get('server.secure') !== '0',
              version: '2594',
              gamePort,
              keywords: [
                `mp${server.maxPlayers}`,
                `cp${server.online.length}`,
                'ptrak',
                'qp0',
                'v2594',
                `born${Math.floor(server.startedAt / 1000)}`,
                'gmrust',
                ...(framework === 'vanilla' ? [] : [framework, 'modded']),
              ].join(','),
            }
          : undefined,
      onPlayers: () => server.online.map(({ name, since }) => ({ name, score: 0, seconds: (Date.now() - since) / 1000 })),
      onRules: () => [
        ['build', '142'],
        ['description_0', server.variables.get('server.description') ?? ''],
        ['ent_cnt', String(server.entities)],
        ['uptime', String(Math.floor((Date.now() - server.startedAt) / 1000))],
        ['world.size', server.options.get('server.worldsize') ?? ''],
        ['world.seed', server.options.get('server.seed') ?? ''],
      ],
    });
    stage.onEnd(() => list.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}
