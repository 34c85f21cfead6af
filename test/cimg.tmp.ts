import { startPodman } from '/work/main/packages/embedded/src/node/engine/testing/index.ts';
import { LocalRegistry } from './support/images/registry.ts';
import { offerGameImages } from './support/images/images.ts';
import { spawnSync } from 'node:child_process';
const t = Date.now(); const l = (s: string) => console.log(s, Date.now() - t);
const reg = await LocalRegistry.start();
await offerGameImages(reg, { minecraft: 'itzg/minecraft-server:2026.8.0-java25', factorio: 'factoriotools/factorio:2.0.77' });
l('offered ' + reg.address);
const pod = await startPodman({ dockerHub: reg.address });
l('podman ' + pod.dockerHost);
const env = { ...process.env, CONTAINER_HOST: pod.dockerHost };
for (const i of ['docker.io/itzg/minecraft-server:2026.8.0-java25', 'docker.io/factoriotools/factorio:2.0.77', 'docker.io/itzg/minecraft-server:nope']) {
  const r = spawnSync('curl', ['-s', '--unix-socket', pod.dockerHost.slice(7), '-X', 'POST', `http://d/v1.40/images/create?fromImage=${encodeURIComponent(i)}`], { encoding: 'utf8' });
  l(i); console.log(r.stdout.slice(-600), r.stderr);
}
await pod.stop(); await reg[Symbol.asyncDispose]();
l('stopped');
