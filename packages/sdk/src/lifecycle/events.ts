import type { GameServerStatus } from '@gse/resources';
import type { DecideInput, Effect, OpenOperation } from './input.ts';

/** Events that make `kubectl describe` read as a story: each change of phase, of trouble, and each end of an operation. */
export function lifeEvents(input: DecideInput, status: GameServerStatus, finished: readonly OpenOperation[]): Effect[] {
  const { previous } = input;
  const events: Effect[] = [];
  const say = (type: 'Normal' | 'Warning', reason: string, message: string): void => {
    events.push({ kind: 'event', key: `${reason}/${message}`, type, reason, message });
  };
  if (status.phase !== previous.phase && status.phase !== undefined) {
    const bad = status.phase === 'Crashed' || status.phase === 'Failed';
    say(bad ? 'Warning' : 'Normal', status.phase, status.reason?.message ?? phaseStory(status));
  } else if (
    status.reason !== undefined &&
    status.reason.code !== previous.reason?.code &&
    status.reason.code !== 'GameStarting' &&
    status.reason.code !== 'Preparing'
  ) {
    say('Warning', status.reason.code, status.reason.message);
  }
  for (const operation of finished) {
    if (operation.spec.type === 'start' && operation.status.phase === 'Succeeded') continue; // "Running" has said it
    const phase = operation.status.phase ?? 'Finished';
    say(
      phase === 'Failed' || phase === 'Refused' ? 'Warning' : 'Normal',
      `Operation${phase}`,
      `${operation.name}: ${operation.status.message ?? ''}`,
    );
  }
  return events;
}

function phaseStory(status: GameServerStatus): string {
  switch (status.phase) {
    case 'Running':
      return status.address ? `Players can join at ${status.address}` : 'The game answers';
    case 'Provisioning':
      return 'The pod, its address and its volume are made';
    case 'Installing':
      return 'The image and the game files are put in place';
    case 'Starting':
      return 'The game process runs and does not answer yet';
    case 'Stopping':
      return 'The game saves and stops';
    case 'Stopped':
      return 'The server is stopped; the world is kept';
    case 'Deleting':
      return 'The server is being deleted';
    default:
      return `The server is ${status.phase ?? 'Pending'}`;
  }
}
