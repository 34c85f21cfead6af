import { activity } from './activity.ts';
import { common } from './common.ts';
import { consoleWords } from './console.ts';
import { danger } from './danger.ts';
import { form } from './form.ts';
import { marketplace } from './marketplace.ts';
import { operations } from './operations.ts';
import { order } from './order.ts';
import { overview } from './overview.ts';
import { players } from './players.ts';
import { server } from './server.ts';
import { servers } from './servers.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { states } from './states.ts';

/** English. One file for each page. */
export const en = {
  ...common,
  shell,
  states,
  form,
  marketplace,
  order,
  servers,
  server,
  overview,
  console: consoleWords,
  players,
  settings,
  operations,
  activity,
  danger,
};
