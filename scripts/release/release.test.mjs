// @ts-check
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../toolchain/layout.mjs';
import { notesOf } from './changelog.mjs';
import { filesOf } from './files.mjs';
import { checkedImage } from './image.mjs';
import { checkVersions, versionOf } from './version.mjs';

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gse-release-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param {string} path @param {string | Buffer} content */
function put(path, content = '') {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
/** @param {string} name @param {string} version @param {string} more */
const about = (name, version, more = '') => `apiVersion: v2\nname: ${name}\nversion: ${version}\nappVersion: ${version}\n${more}`;

describe('one version', () => {
  test('is what package.json, every chart and the changelog of this checkout say', () => {
    const version = versionOf(root);
    checkVersions(join(root, 'charts'), version);
    expect(notesOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version)).not.toBe('');
    expect(filesOf(join(root, 'charts')).paths).toContain('core/platform/sources/gse.yaml');
  });

  test('every chart that carries another is named, and so is a library that is wanted in another', () => {
    put('library/lib/Chart.yaml', about('lib', '1.2.3'));
    put('apps/one/Chart.yaml', about('one', '1.2.3', 'dependencies: [{name: lib, version: 1.2.2}, {name: foreign, version: 9.0.0}]'));
    put('system/two/Chart.yaml', 'apiVersion: v2\nname: two\nversion: 1.2.0\n');
    expect(() => checkVersions(folder, '1.2.3')).toThrow(
      'package.json says 1.2.3, and these say something else:\n' +
        '  charts/apps/one/Chart.yaml: wants lib in version 1.2.2\n' +
        '  charts/system/two/Chart.yaml: version is 1.2.0\n' +
        '  charts/system/two/Chart.yaml: appVersion is undefined\n',
    );
  });

  test.each(['1', 'v1.2.3', '', '1.2.3 '])('%j is no version', (version) => {
    put('package.json', JSON.stringify({ version }));
    expect(() => versionOf(folder)).toThrow('no semantic version');
  });
});

describe('what is in a release', () => {
  test('files of charts are, sorted; links to libraries are told apart', () => {
    put('library/lib/Chart.yaml');
    put('apps/one/Chart.yaml');
    put('apps/one/.helmignore');
    mkdirSync(join(folder, 'apps/one/charts'));
    symlinkSync('../../../library/lib', join(folder, 'apps/one/charts/lib'));
    expect(filesOf(folder)).toEqual({
      paths: ['apps/one/.helmignore', 'apps/one/Chart.yaml', 'library/lib/Chart.yaml'],
      libraries: [{ link: 'apps/one/charts/lib', path: 'library/lib' }],
    });
  });

  test('what is there by accident is refused by name', () => {
    put('apps/one/values.yaml.orig');
    put('apps/one/.env.yaml');
    put('apps/one/große.yaml');
    put('apps/one/big.yaml', Buffer.alloc(1024 * 1024 + 1));
    put(`apps/${'long/'.repeat(20)}values.yaml`);
    symlinkSync('/etc/hostname', join(folder, 'apps/one/host.yaml'));
    const lines = [
      'apps/one/.env.yaml is of no kind',
      'apps/one/big.yaml has 1048577 bytes, and a file may have 1048576',
      'apps/one/große.yaml has letters',
      'apps/one/host.yaml is a link',
      'apps/one/values.yaml.orig is of no kind',
      'has a path longer than 100 letters',
    ];
    for (const line of lines) expect(() => filesOf(folder)).toThrow(line);
  });

  test('a link that leads out of the artifact is refused, whatever it pretends', () => {
    mkdirSync(join(folder, 'apps/one/charts'), { recursive: true });
    symlinkSync(tmpdir(), join(folder, 'apps/one/charts/lib'));
    symlinkSync('../../../library/none', join(folder, 'apps/one/charts/none'));
    expect(() => filesOf(folder)).toThrow(/charts\/lib is a link[^]*charts\/none is a link/);
  });
});

test.each([
  ['registry.example.org/gse:1.2.3', 'with tag and digest'],
  [`registry.example.org/gse@sha256:${'0'.repeat(64)}`, 'with tag and digest'],
  [`registry.example.org/gse:1.2.2@sha256:${'0'.repeat(64)}`, 'not tagged with the version of this release, 1.2.3'],
])('%s is no image of a release', (image, reason) => {
  expect(() => checkedImage(image, '1.2.3')).toThrow(reason);
});

describe('the notes of a release', () => {
  const changelog = '# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-02-03\n\n### Added\n\n- More.\n\n## [1.0.0] - soon\n\n- All.\n';

  test('are its section of the changelog', () => {
    expect(notesOf(changelog, '1.1.0')).toBe('### Added\n\n- More.\n');
  });

  test.each([
    ['1.2.0', 'has no section'],
    ['1.0.0', 'has no date'],
  ])('are missing for %s: it %s', (version, reason) => {
    expect(() => notesOf(changelog, version)).toThrow(reason);
  });
});
