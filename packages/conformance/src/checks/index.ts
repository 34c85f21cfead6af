import type { Check } from '../check.ts';
import { backupChecks } from './backup.ts';
import { containerChecks } from './container.ts';
import { diagnosesChecks } from './diagnoses.ts';
import { factsChecks } from './facts.ts';
import { filesChecks } from './files.ts';
import { hostileChecks } from './hostile.ts';
import { liveChecks } from './live.ts';
import { moderationChecks } from './moderation.ts';
import { playerListsChecks } from './player-lists.ts';
import { playersChecks } from './players.ts';
import { secretsChecks } from './secrets.ts';
import { settingsChecks } from './settings.ts';
import { startChecks } from './start.ts';
import { talkChecks } from './talk.ts';
import { worldChecks } from './world.ts';

/** The checks by what they are about, in the order in which an adapter is written. */
const parts: readonly (readonly [part: string, checks: readonly Check[]])[] = [
  ['What the marketplace shows', factsChecks],
  ['Settings', settingsChecks],
  ['Files', [...filesChecks, ...hostileChecks]],
  ['The container', containerChecks],
  ['Known troubles', diagnosesChecks],
  ['Starting', startChecks],
  ['Players', playersChecks],
  ['Console, announcements and figures', talkChecks],
  ['Moderation', [...moderationChecks, ...playerListsChecks]],
  ['The world', [...worldChecks, ...backupChecks]],
  ['Live settings', liveChecks],
  ['Secrets', secretsChecks],
];

/** Every check. */
export const checks: readonly Check[] = parts.flatMap(([, members]) => members);

/** What a check is about. */
export function partOf(check: Check): string {
  return parts.find(([, members]) => members.includes(check))?.[0] ?? 'Other';
}
