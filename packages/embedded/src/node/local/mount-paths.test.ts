import { expect, test } from 'vitest';
import { rewriteScript, toHostPath } from './mount-paths.ts';

const mounts = [
  { mountPath: '/gse', hostPath: '/host/gse', readOnly: false },
  { mountPath: '/gse-secrets', hostPath: '/host/secrets', readOnly: true },
  { mountPath: '/data/', hostPath: '/host/data', readOnly: false },
  { mountPath: '/data/mods', hostPath: '/host/mods', readOnly: false },
];

test.each([
  ['/gse', '/host/gse'],
  ['/gse/drain', '/host/gse/drain'],
  ['/gse-secrets/rcon', '/host/secrets/rcon'],
  ['/gsenot', '/gsenot'],
  ['/data/mods/a.jar', '/host/mods/a.jar'],
  ['/data/world', '/host/data/world'],
  ['--flag=/gse', '--flag=/gse'],
  ['relative/gse', 'relative/gse'],
])('the container path %s is %s on the host', (value, expected) => {
  expect(toHostPath(value, mounts)).toBe(expected);
});

test.each([
  [
    'touch /gse/drain; while [ ! -e /gse/drained ]; do sleep 0.2; done',
    'touch /host/gse/drain; while [ ! -e /host/gse/drained ]; do sleep 0.2; done',
  ],
  ['cat "/gse-secrets/a" \'/data/mods\'', 'cat "/host/secrets/a" \'/host/mods\''],
  ['ls /opt/gse ./gse /gse.bak x/data', 'ls /opt/gse ./gse /gse.bak x/data'],
  ['--world=/data/w', '--world=/host/data/w'],
])('the script %s reads %s', (script, expected) => {
  expect(rewriteScript(script, mounts)).toBe(expected);
});

test('a mount of the root folder rewrites nothing in scripts', () => {
  expect(rewriteScript('cat /etc/passwd', [{ mountPath: '/', hostPath: '/host', readOnly: true }])).toBe('cat /etc/passwd');
});
