import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './testing/server.ts';
import { findKubectl, startKubectlServer, type KubectlServer } from './testing/kubectl.ts';

const kubectl = findKubectl();
const title = kubectl ? 'kubectl' : 'kubectl (skipped: put kubectl on the PATH, see https://kubernetes.io/docs/tasks/tools)';

const widget = (name: string, spec: string) => `apiVersion: contract.gse.cozystack.io/v1
kind: Widget
metadata: {name: ${name}}
spec: ${spec}
`;

const pod = (name: string) => `apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: ${name}}}
spec:
  nodeName: here
  containers:
  - {name: one, image: "example.invalid/one:1"}
  - {name: two, image: "example.invalid/two:1"}
`;

const statefulSet = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: set}
spec:
  serviceName: set
  selector: {matchLabels: {app: set}}
  template:
    metadata: {labels: {app: set}}
    spec: {containers: [{name: one, image: "example.invalid/one:1"}]}
`;

describe.skipIf(!kubectl)(title, { timeout: 60_000 }, () => {
  let server: KubectlServer;
  beforeAll(async () => {
    server = await startKubectlServer(kubectl ?? '');
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** Runs a command that must work, and gives what it printed. */
  async function works(args: string, input?: string): Promise<string> {
    const { code, stdout, stderr } = await server.run(args.split(' '), input);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  }

  async function fails(args: string, input?: string): Promise<string> {
    const { code, stderr } = await server.run(args.split(' '), input);
    expect(code).not.toBe(0);
    return stderr;
  }

  test('version and api-resources know the server', async () => {
    expect(await works('version')).toMatch(/Server Version: v1\.\d+/);
    const resources = await works('api-resources');
    expect(resources).toMatch(/^pods +po +v1 +true +Pod$/m);
    expect(resources).toMatch(/^widgets +wd +contract\.gse\.cozystack\.io\/v1 +true +Widget$/m);
    expect(await works('api-versions')).toContain('apps/v1');
  });

  test('explain shows fields of custom and built-in kinds', async () => {
    expect(await works('explain widget.spec.color')).toMatch(/ENUM:\s+red\s+green/);
    expect(await works('explain pod.spec.containers.ports')).toMatch(/containerPort\s+<integer> -required-/);
    expect(await works('explain statefulset')).toContain('Pods with stable names');
  });

  test('client-side apply creates, leaves alone, changes and removes', async () => {
    expect(await works('apply -f -', widget('a', '{size: 1, label: abc}'))).toBe('widget.contract.gse.cozystack.io/a created\n');
    expect(await works('apply -f -', widget('a', '{size: 1, label: abc}'))).toBe('widget.contract.gse.cozystack.io/a unchanged\n');
    expect(await works('apply -f -', widget('a', '{size: 2}'))).toBe('widget.contract.gse.cozystack.io/a configured\n');
    expect(await works('get widget a -o jsonpath={.spec}')).toBe('{"color":"red","nested":{"mode":"auto"},"size":2}');
    expect(await works('diff -f -', widget('a', '{size: 2}'))).toBe('');
  });

  test('client-side apply of a built-in kind merges lists by key', async () => {
    await works('apply -f -', statefulSet);
    await works('set env statefulset/set ADDED=1');
    await works('apply -f -', statefulSet.replace('one:1', 'one:2'));
    expect(
      await works('get sts set -o jsonpath={.spec.template.spec.containers[0].image},{.spec.template.spec.containers[0].env[0].name}'),
    ).toBe('example.invalid/one:2,ADDED');
  });

  test('apply refuses unknown fields and bad values with their path', async () => {
    expect(await fails('apply -f -', widget('b', '{size: 1, sise: 2}'))).toContain('unknown field "spec.sise"');
    expect(await fails('apply -f -', widget('b', '{size: 99}'))).toContain(
      'spec.size: Invalid value: 99: spec.size in body should be less than or equal to 10',
    );
    expect(await fails('apply -f -', pod('p').replace('containers:', 'container:'))).toContain('unknown field "spec.container"');
  });

  test('server-side apply owns fields and reports conflicts', async () => {
    expect(await works('apply --server-side --field-manager one -f -', widget('s', '{size: 1}'))).toBe(
      'widget.contract.gse.cozystack.io/s serverside-applied\n',
    );
    expect(await fails('apply --server-side --field-manager two -f -', widget('s', '{size: 2}'))).toContain(
      'Apply failed with 1 conflict: conflict with "one": .spec.size',
    );
    await works('apply --server-side --field-manager two --force-conflicts -f -', widget('s', '{size: 2}'));
    expect(await works('get widget s -o yaml --show-managed-fields')).toMatch(/manager: two/);
  });

  test('get prints tables, wide tables, YAML and selections', async () => {
    await works('apply -f -', pod('tabled'));
    expect(await works('get pods -l app=tabled')).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE\ntabled +0\/2 +Pending +0 +\d+s\n$/);
    expect(await works('get pods --field-selector spec.nodeName=here -o wide')).toMatch(/tabled .* here +<none> +<none>/);
    expect(await works('get widgets')).toMatch(/^NAME +SIZE +READY +SINCE\n/);
    expect(await works('get pod tabled -o yaml')).toContain('image: example.invalid/one:1');
    expect(await works('get all')).toContain('pod/tabled');
    expect(
      await works('get ns,events,sts,pvc,secrets,cm,nodes,leases,svc,jobs,deploy,netpol,pdb,endpointslices,sa,pv,sc,crd -A'),
    ).toContain('namespace/default');
  });

  test('get -w shows changes as they come', async () => {
    const watching = server.start(['get', 'widgets', '-w', '-l', 'watched=yes']);
    let output = '';
    watching.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await works('apply -f -', widget('w', '{size: 1}'));
    await works('label widget w watched=yes');
    await eventually('the widget is shown', () => output.includes('w '));
    await works('scale widget w --replicas 7');
    await eventually('its new size is shown', () => /^w +7 /m.test(output));
    watching.kill();
    expect(output.match(/NAME/g)).toHaveLength(1);
  });

  test('wait waits for conditions and deletions', async () => {
    await works('apply -f -', widget('waited', '{size: 1}'));
    const waiting = works('wait --for=condition=Ready widget/waited --timeout=30s');
    await works('patch widget waited --subresource status --type merge -p {"status":{"conditions":[{"type":"Ready","status":"True"}]}}');
    expect(await waiting).toContain('condition met');
    const gone = works('wait --for=delete widget/waited --timeout=30s');
    await works('delete widget waited');
    await gone;
  });

  test('patch works in its three forms', async () => {
    await works('apply -f -', pod('patched'));
    await works('patch pod patched -p {"spec":{"containers":[{"name":"two","image":"example.invalid/two:2"}]}}');
    await works('patch pod patched --type json -p [{"op":"add","path":"/metadata/labels/more","value":"yes"}]');
    await works('patch pod patched --type merge -p {"metadata":{"annotations":{"note":"x"}}}');
    expect(
      await works('get pod patched -o jsonpath={.spec.containers[*].image},{.metadata.labels.more},{.metadata.annotations.note}'),
    ).toBe('example.invalid/one:1 example.invalid/two:2,yes,x');
  });

  test('edit, replace, label, annotate and scale change objects', async () => {
    await works('create configmap edited --from-literal=key=before');
    await works('edit configmap edited');
    expect(await works('get cm edited -o jsonpath={.data.key}')).toBe('after');
    await works('replace -f -', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: edited}\ndata: {key: replaced}\n');
    await works('label cm edited a=b');
    await works('annotate cm edited c=d');
    expect(await works('get cm edited -o jsonpath={.data.key}{.metadata.labels.a}{.metadata.annotations.c}')).toBe('replacedbd');
    await works('apply -f -', statefulSet);
    await works('scale statefulset set --replicas 3');
    expect(await works('get sts set -o jsonpath={.spec.replicas}')).toBe('3');
  });

  test('typed commands, which speak protobuf, are understood', async () => {
    await works('create namespace typed');
    await works('create secret generic s -n typed --from-literal=a=b');
    await works('create deployment d -n typed --image=example.invalid/x:1 --replicas=0');
    await works('create job j -n typed --image=example.invalid/x:1');
    await works('create service clusterip v -n typed --tcp=80:8080');
    await works('create serviceaccount u -n typed');
    expect(await works('get secret s -n typed -o jsonpath={.data.a}')).toBe('Yg==');
    expect(await works('get deploy d -n typed -o jsonpath={.spec.replicas},{.spec.template.spec.containers[0].image}')).toBe(
      '0,example.invalid/x:1',
    );
    expect(await works('get svc v -n typed -o jsonpath={.spec.ports[0].port},{.spec.ports[0].targetPort}')).toBe('80,8080');
  });

  test('auth says who one is and what one may', async () => {
    expect(await works('auth can-i create pods')).toBe('yes\n');
    expect(await works('auth whoami')).toContain('tester');
    expect(await works('auth can-i --list')).toContain('*.*');
  });

  test('describe tells of the object and its events', async () => {
    await works('apply -f -', widget('told', '{size: 1}'));
    const uid = await works('get widget told -o jsonpath={.metadata.uid}');
    await works(
      'create -f -',
      `apiVersion: v1
kind: Event
metadata: {name: told.1}
involvedObject: {apiVersion: contract.gse.cozystack.io/v1, kind: Widget, name: told, namespace: test, uid: ${uid}}
reason: Started
message: It runs.
type: Normal
firstTimestamp: "2026-01-01T00:00:00Z"
lastTimestamp: "2026-01-01T00:00:00Z"
count: 1
source: {component: test}
`,
    );
    expect(await works('describe widget told')).toMatch(/Normal +Started +\S+ +test +It runs\./);
    expect(await works('events --for widget/told')).toContain('It runs.');
    expect(await works('get events')).toMatch(/Normal +Started +widget\/told +It runs\./);
    await works('apply -f -', pod('described'));
    expect(await works('describe pod described')).toContain('example.invalid/two:1');
    expect(await works('describe sts')).toContain('example.invalid/one');
    await works('describe ns test');
  });

  test('top shows what pods use, and says so where nothing measures', async () => {
    await works('apply -f -', pod('measured'));
    expect(await fails('top pods')).toMatch(/metrics not available|unable to handle the request/i);
    server.server.registerPodMetrics((namespace) =>
      Promise.resolve([
        {
          namespace: namespace ?? 'test',
          name: 'measured',
          atMs: Date.now(),
          windowMs: 15_000,
          containers: [
            { name: 'one', cpuMillis: 250, memoryBytes: 64 * 1024 ** 2 },
            { name: 'two', cpuMillis: 50, memoryBytes: 16 * 1024 ** 2 },
          ],
        },
      ]),
    );
    expect(await works('top pods')).toMatch(/^measured +300m +80Mi *$/m);
    expect(await works('top pod measured --containers')).toMatch(/^measured +one +250m +64Mi *$/m);
    expect(await works('top pods -l app=none')).toBe('');
    expect(await works('api-resources --api-group=metrics.k8s.io')).toMatch(/^pods +metrics\.k8s\.io\/v1beta1 +true +PodMetrics$/m);
    expect(await works('get pod measured -o jsonpath={.kind}')).toBe('Pod');
    await works('delete pod measured --grace-period=0 --force');
  });

  test('logs come from the registered provider', async () => {
    await works('apply -f -', pod('logged'));
    expect(await fails('logs logged -c one')).toContain('is waiting to start');
    const asked: unknown[] = [];
    server.server.registerPodLogs((namespace, name, options, signal) => {
      asked.push({ namespace, name, ...options });
      return new ReadableStream({
        start(controller) {
          controller.enqueue(Buffer.from('first line\n'));
          if (options.follow) signal.addEventListener('abort', () => controller.close());
          else controller.close();
        },
      });
    });
    expect(await works('logs logged -c two --tail=5 --since=1m --timestamps')).toBe('first line\n');
    expect(asked).toEqual([
      {
        namespace: 'test',
        name: 'logged',
        container: 'two',
        follow: false,
        previous: false,
        timestamps: true,
        tailLines: 5,
        sinceSeconds: 60,
      },
    ]);
    expect(await works('logs logged -c two --previous')).toBe('first line\n');
    const following = server.start(['logs', '-f', 'logged', '-c', 'one']);
    let output = '';
    following.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await eventually('the line comes while the log goes on', () => output === 'first line\n');
    following.kill();
    expect(await fails('logs logged -c three')).toContain('container three is not valid for pod logged');
  });

  test('delete waits, forces and takes selections', async () => {
    await works('apply -f -', pod('doomed'));
    await works('delete pod doomed --wait=false');
    expect(await works('get pod doomed')).toContain('Terminating');
    await works('delete pod doomed --force --grace-period=0');
    expect(await fails('get pod doomed')).toContain('pods "doomed" not found');
    await works('apply -f -', widget('x', '{size: 1}'));
    await works('delete widgets --all --cascade=background');
    expect(await works('get widgets -o name')).toBe('');
    await works('delete sts set --cascade=orphan --wait=false');
    expect(await works('get sts set -o jsonpath={.metadata.finalizers}')).toBe('["orphan"]');
  });

  test('a namespace goes with everything in it; the first ones stay', async () => {
    await works('create namespace short');
    await works('create configmap c -n short');
    await works('delete namespace short --timeout=30s');
    expect(await fails('create configmap c -n short')).toContain('namespaces "short" not found');
    expect(await fails('delete namespace default')).toContain('namespaces "default" is forbidden: this namespace may not be deleted');
  });

  test('a kind comes and goes with its definition', async () => {
    const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gadgets.test.gse.cozystack.io}
spec:
  group: test.gse.cozystack.io
  scope: Cluster
  names: {kind: Gadget, plural: gadgets, categories: [toys]}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true}}}}
`;
    await works('apply -f -', crd);
    await works('wait --for=condition=Established crd/gadgets.test.gse.cozystack.io --timeout=30s');
    await works('apply -f -', 'apiVersion: test.gse.cozystack.io/v1\nkind: Gadget\nmetadata: {name: g}\nspec: {any: thing}\n');
    expect(await works('get toys -o name')).toBe('gadget.test.gse.cozystack.io/g\n');
    await works('delete crd gadgets.test.gse.cozystack.io');
    expect(await fails('get gadgets')).toMatch(/doesn't have a resource type|could not find the requested resource/);
  });
});
