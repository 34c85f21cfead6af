import { expect, test } from 'vitest';
import { decodeProtobuf } from './decode.ts';
import { ProtobufError } from './reader.ts';
import { recordedBodies } from './recorded.ts';

test('maps, bytes and quantities are read', () => {
  expect(decodeProtobuf(recordedBodies['create configmap c --from-literal=key=value'])).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c' },
    data: { key: 'value' },
  });
  expect(decodeProtobuf(recordedBodies['create secret generic s --from-literal=a=b'])['data']).toEqual({ a: 'Yg==' });
  expect(decodeProtobuf(recordedBodies['create quota q --hard=cpu=1500m,pods=3'])['spec']).toEqual({ hard: { cpu: '1500m', pods: '3' } });
});

test('a zero that was meant stays, one that was not goes', () => {
  expect(decodeProtobuf(recordedBodies['create deployment d --image=example.invalid/x:1 --replicas=0 --port=80'])['spec']).toEqual({
    replicas: 0,
    selector: { matchLabels: { app: 'd' } },
    template: {
      metadata: { labels: { app: 'd' } },
      spec: { containers: [{ name: 'x', image: 'example.invalid/x:1', ports: [{ containerPort: 80 }] }] },
    },
  });
});

test('a port may be a number or a name', () => {
  expect(decodeProtobuf(recordedBodies['create service clusterip v --tcp=80:http'])['spec']).toMatchObject({
    ports: [{ name: '80-http', protocol: 'TCP', port: 80, targetPort: 'http' }],
    type: 'ClusterIP',
  });
});

test('groups other than the core are read', () => {
  expect(decodeProtobuf(recordedBodies['auth can-i get pods'])['spec']).toEqual({
    resourceAttributes: { namespace: 'test', verb: 'get', resource: 'pods' },
  });
  expect(decodeProtobuf(recordedBodies['create job j --image=x -- echo hi'])['spec']).toEqual({
    template: { spec: { containers: [{ name: 'j', image: 'x', command: ['echo', 'hi'] }], restartPolicy: 'Never' } },
  });
});

test('what is no protobuf, and kinds that are not known, are refused', () => {
  expect(() => decodeProtobuf(Buffer.from('{}'))).toThrow(ProtobufError);
  const unknown = Buffer.concat([Buffer.from('k8s\0'), Buffer.from('0a0c0a027631120654686973497312', 'hex')]);
  expect(() => decodeProtobuf(unknown)).toThrow(ProtobufError);
});
