/**
 * What the operator costs at scale, on a control plane of its own: `pnpm bench:cluster --servers 1000 --peer --json`.
 * Beside it, on an equal control plane and in the same sitting, a Go operator that makes the same objects.
 */
import { controlPlaneProblem } from '@gse/control-plane';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCluster } from './cluster.ts';
import { measure, type Figures, type Plan } from './measure.ts';
import { buildOurs, buildPeer, type OperatorProgram } from './operators.ts';
import { rounded, table } from './report.ts';

const PACED_SECONDS = 20;

const { values } = parseArgs({
  options: {
    servers: { type: 'string', default: '100' },
    /** Orders a second in the part that measures single orders. */
    rate: { type: 'string', default: '10' },
    churn: { type: 'boolean', default: false },
    restart: { type: 'boolean', default: false },
    peer: { type: 'boolean', default: false },
    'peer-folder': { type: 'string', default: fileURLToPath(new URL('../../../../shared/bench/peer-operator', import.meta.url)) },
    /** Only the peer, to look at it alone. */
    'peer-only': { type: 'boolean', default: false },
    namespaces: { type: 'string', default: '10' },
    'rest-seconds': { type: 'string', default: '30' },
    'churn-seconds': { type: 'string', default: '30' },
    /** Folder for CPU profiles of our operator. */
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const servers = whole('servers', values.servers, 20_000);
const rate = whole('rate', values.rate, 200);
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

const problem = controlPlaneProblem();
if (problem !== undefined) throw new Error(problem);

const folder = mkdtempSync(join(tmpdir(), 'gse-bench-cluster-'));
try {
  const plan: Plan = {
    servers,
    paced: { orders: rate * PACED_SECONDS, perSecond: rate },
    restSeconds: whole('rest-seconds', values['rest-seconds'], 3600),
    churnSeconds: values.churn ? whole('churn-seconds', values['churn-seconds'], 3600) : 0,
    restart: values.restart,
    folder,
    tell,
  };
  const all: Figures[] = [];
  for (const program of await programs()) {
    tell(`[${program.name}] starts a control plane`);
    await using cluster = await startCluster(whole('namespaces', values.namespaces, 1000));
    all.push(await measure(program, cluster, plan));
  }
  tell('');
  for (const line of table(all)) tell(line);
  for (const { operator, storm } of all) {
    tell(`\nrequests per server by everybody, ${operator}:`);
    for (const [kind, count] of Object.entries(storm.requestsByKind)) tell(`  ${count.toFixed(2).padStart(6)}  ${kind}`);
  }
  if (values.json) tell(JSON.stringify(rounded({ servers, cores: cpus().length, node: process.version, operators: all })));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function programs(): Promise<OperatorProgram[]> {
  const built: OperatorProgram[] = [];
  if (!values['peer-only']) {
    tell('[gse] builds');
    built.push(await buildOurs(folder, values.profile && resolve(values.profile)));
  }
  if (values.peer || values['peer-only']) {
    tell('[peer] builds');
    built.push(buildPeer(values['peer-folder'], folder));
  }
  return built;
}

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) throw new RangeError(`--${name} takes a whole number from 1 to ${most}`);
  return value;
}
