import { readFile } from 'node:fs/promises';
import { WebRconServer } from '@gse/protocols/testing';
import type { Stage } from '@gse/simulator';
import { PORTS } from '../ports.ts';

/**
 * Opens the remote console until the process is over; undefined without a password, as the game has none then. It opens
 * early, as in the game, and answers nothing before there is a map: commands wait in `onCommand`.
 *
 * Rejects with the system's error when the port is taken.
 */
export async function openConsole(
  stage: Stage,
  onCommand: (line: string) => Promise<string | undefined>,
): Promise<WebRconServer | undefined> {
  const password = (await readFile(stage.env['RCON_PASSWORD_FILE'] ?? '', 'utf8').catch(() => '')).trim();
  if (password === '') return undefined;
  const server = await WebRconServer.start({
    ...stage.listen(PORTS.rcon.number, 'TCP'),
    password,
    // What ends the process ends its connections; nobody is answered any more.
    onCommand: (line) => onCommand(line).catch(() => undefined),
    onControl: (line) => stage.simulate(line),
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
  return server;
}
