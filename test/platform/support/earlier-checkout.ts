import { cpSync, globSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that these tests are part of. */
export const CHECKOUT = fileURLToPath(new URL('../../../', import.meta.url));
/** A column of `kubectl get gameservers` that the earlier definition does not have. */
export const NEW_COLUMN = 'Age';
/** How long the earlier operator waits when it stops. */
export const EARLIER_STOP_SECONDS = 15;
/** A label that the earlier charts put on everything they make, and the present ones no longer do. */
export const EARLIER_LABEL = 'example.org/earlier';

const NEEDED = ['charts', 'docs', 'scripts', 'CHANGELOG.md', 'LICENSE', 'package.json'];

/**
 * A checkout as it was one release ago: another version everywhere, and a difference of each sort that an upgrade can bring.
 * None of them is a reason to restart a game.
 */
export function makeEarlierCheckout(folder: string, version: string, earlier: string): void {
  for (const path of NEEDED) cpSync(join(CHECKOUT, path), join(folder, path), { recursive: true, verbatimSymlinks: true });
  symlinkSync(join(CHECKOUT, 'node_modules'), join(folder, 'node_modules'));

  const versioned = ['package.json', 'CHANGELOG.md', ...globSync('charts/*/*/Chart.yaml', { cwd: folder })];
  for (const path of versioned) edit(join(folder, path), (text) => text.replaceAll(version, earlier));
  const system = join(folder, 'charts/system/gse-operator');
  edit(join(system, 'values.yaml'), (text) => text.replace(/^stopSeconds: \d+$/m, `stopSeconds: ${EARLIER_STOP_SECONDS}`));
  edit(join(system, 'files/crds/gameservers.gse.cozystack.io.yaml'), (text) =>
    text.replace(new RegExp(`^ +- name: ${NEW_COLUMN}\\n(?: +\\w.*\\n)+`, 'm'), ''),
  );
  edit(join(folder, 'charts/library/gse-lib/templates/_names.tpl'), (text) =>
    text.replace(/^app\.kubernetes\.io\/instance: /m, `${EARLIER_LABEL}: "true"\n$&`),
  );
}

function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`${path} is not as this test expects`);
  writeFileSync(path, after);
}
