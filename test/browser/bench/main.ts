import { MachineClient } from '../../support/client.ts';
import { TestMachine, until } from '../../support/machine.ts';
import { browserProblem, TestBrowser } from '../support/browser.ts';
import { benchFlood } from './flood.ts';
import { benchList } from './list.ts';

/**
 * `pnpm bench:pages [--servers N] [--json]`: what the pages cost with many servers and under a flood of log lines, from
 * the browser's own trace. Prints one JSON object as the last line with `--json`.
 */
const args = process.argv.slice(2);
const at = args.indexOf('--servers');
const servers = at < 0 ? 500 : Number(args[at + 1]);
if (!Number.isInteger(servers) || servers < 1 || servers > 2000) throw new Error('--servers: a whole number from 1 to 2000');
const problem = browserProblem();
if (problem !== undefined) throw new Error(problem);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

await using machine = await new TestMachine().start();
await using browser = await TestBrowser.start();
const client = new MachineClient(machine);

say('flood: one server, its console open in one page');
await client.order('flooded', { game: 'minecraft', licences: [{ id: 'minecraft-eula', accepted: true }] });
await until(async () => (await client.server('flooded'))?.status?.['health'] === 'Healthy', {
  what: 'the server to flood',
  within: 120_000,
});
const flood = await benchFlood(browser, machine, client, 'flooded');
say(`  ${flood.linesPerSecond} lines/s; the game took ${flood.gameSlowdown}× as long with the page open`);
say(`  longest piece of work in the page ${flood.longestTaskMs} ms; a typed command was answered after ${flood.answerMs} ms`);

say(`list: ${servers} simulated servers`);
const list = await benchList(browser, machine, client, servers);
say(`  all Running after ${list.orderSeconds} s`);
say(
  `  longest frame: start of the app ${list.startMs} ms; the list ${list.openMs} ms, filter ${list.filterMs} ms, scroll ${list.scrollMs} ms; ${list.connections} live connection`,
);
if (args.includes('--json')) say(JSON.stringify({ servers, flood, list }));
