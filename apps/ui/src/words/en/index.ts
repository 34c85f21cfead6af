import { activity } from './activity.ts';
import { common } from './common.ts';
import { danger } from './danger.ts';
import { marketplace } from './marketplace.ts';
import { operations } from './operations.ts';
import { server } from './server.ts';
import { servers } from './servers.ts';
import { shell } from './shell.ts';
import { states } from './states.ts';

/** English, for every page; what only some pages need is loaded with them. */
export const en = {
  ...common,
  shell,
  states,
  marketplace,
  servers,
  server,
  operations,
  activity,
  danger,
};
