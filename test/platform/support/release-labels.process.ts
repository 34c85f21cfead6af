/** A post-renderer of Helm: puts on every object which release it is of, as the platform's helm-controller does. */
import { text } from 'node:stream/consumers';
import { parseAllDocuments } from 'yaml';

const [name, namespace] = process.argv.slice(2);
for (const document of parseAllDocuments(await text(process.stdin))) {
  if (document.contents === null) continue;
  document.setIn(['metadata', 'labels', 'helm.toolkit.fluxcd.io/name'], name);
  document.setIn(['metadata', 'labels', 'helm.toolkit.fluxcd.io/namespace'], namespace);
  process.stdout.write(`---\n${document.toString({ directives: false })}`);
}
