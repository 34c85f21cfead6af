import type { ContainerState, Pod } from '@gse/kube';
import { describe, expect, it } from 'vitest';
import { observePod } from './pod.ts';

const at = '2026-01-01T00:00:00Z';

function pod(
  game: { state?: ContainerState; lastState?: ContainerState; restartCount?: number; containerID?: string },
  more: Partial<Pod> = {},
): Pod {
  const status = {
    name: 'game',
    ready: false,
    restartCount: game.restartCount ?? 0,
    image: '',
    imageID: '',
    state: game.state,
    lastState: game.lastState,
    containerID: game.containerID,
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'w-0', namespace: 'n', uid: 'u' },
    spec: { containers: [], nodeName: 'node' },
    status: { containerStatuses: [status] },
    ...more,
  };
}

describe('a pod as decisions see it', () => {
  it('tells a running game from one that waits or has ended', () => {
    expect(observePod(pod({ state: { running: { startedAt: at } } })).game).toEqual({ state: 'running', startedAt: Date.parse(at) });
    expect(observePod(pod({ state: { waiting: {} } })).game).toEqual({ state: 'waiting' });
    expect(observePod(pod({ state: { terminated: { exitCode: 1 } } })).game).toEqual({ state: 'ended' });
  });

  it('counts how often the game has ended, restarts in place included', () => {
    expect(observePod(pod({ state: { running: { startedAt: at } }, restartCount: 2 })).ends).toBe(2);
    expect(observePod(pod({ state: { terminated: { exitCode: 1 } }, restartCount: 2 })).ends).toBe(3);
  });

  it('counts an end once, also while the next run waits for its back-off or its image', () => {
    const ended = (id: string): ContainerState => ({ terminated: { exitCode: 1, containerID: id } });
    const waiting = (reason: string): ContainerState => ({ waiting: { reason } });
    const ends = [
      pod({ state: { running: { startedAt: at } }, lastState: ended('a'), containerID: 'b', restartCount: 1 }),
      pod({ state: ended('b'), lastState: ended('a'), containerID: 'b', restartCount: 1 }),
      pod({ state: waiting('CrashLoopBackOff'), lastState: ended('b'), containerID: 'b', restartCount: 1 }),
      pod({ state: waiting('ErrImagePull'), lastState: ended('b'), containerID: 'b', restartCount: 1 }),
      pod({ state: waiting('ContainerCreating'), lastState: ended('b'), containerID: 'c', restartCount: 2 }),
      pod({ state: { running: { startedAt: at } }, lastState: ended('b'), containerID: 'c', restartCount: 2 }),
    ].map((seen) => observePod(seen).ends);
    expect(ends).toEqual([1, 2, 2, 2, 2, 2]);
    // A node that names no containers says at least this much.
    const nameless = pod({ state: waiting('CrashLoopBackOff'), lastState: { terminated: { exitCode: 1 } }, restartCount: 1 });
    expect(observePod(nameless).ends).toBe(2);
  });

  it('knows memory, the node and a container that cannot start by their reasons', () => {
    const end = (reason: string, message?: string) =>
      observePod(pod({ state: { terminated: { exitCode: 137, reason, message, finishedAt: at } } })).lastEnd;
    expect(end('OOMKilled')).toMatchObject({ oomKilled: true, byNode: false });
    expect(end('NodeRestarted')).toMatchObject({ oomKilled: false, byNode: true });
    const lost = (exitCode: number): Pod => pod({ lastState: { terminated: { exitCode, reason: 'Unknown' } }, restartCount: 1 });
    expect(observePod(lost(255)).lastEnd).toMatchObject({ byNode: true });
    expect(observePod(lost(1)).lastEnd).toMatchObject({ byNode: false });
    expect(end('ContainerCannotRun', 'the port is taken')).toMatchObject({ problem: 'the port is taken' });
  });

  it('takes a pod that its node has shut down for one that goes', () => {
    expect(observePod(pod({}, { status: { phase: 'Failed', reason: 'Terminated' } })).deleting).toBe(true);
  });

  it('takes a pod that somebody is ending from outside for one that goes, before anything of it has ended', () => {
    const condition = (status: 'True' | 'False') => ({ type: 'DisruptionTarget', status, reason: 'TerminationByKubelet' });
    expect(observePod(pod({}, { status: { phase: 'Running', conditions: [condition('True')] } })).deleting).toBe(true);
    expect(observePod(pod({}, { status: { phase: 'Running', conditions: [condition('False')] } })).deleting).toBe(false);
  });

  it('passes the words of a failing pull on', () => {
    const seen = observePod(pod({ state: { waiting: { reason: 'ImagePullBackOff', message: 'no such image' } } }));
    expect(seen.trouble).toEqual({ code: 'ImagePullBackOff', message: 'no such image' });
  });

  it('reads what the pod was started with, and nothing where somebody edited it', () => {
    const applied = { generation: 1, version: '1', cpu: '1', memory: '1Gi', settings: { motd: 'x' } };
    const annotated = (text: string) =>
      observePod({ ...pod({}), metadata: { name: 'w-0', uid: 'u', annotations: { 'gse.cozystack.io/applied': text } } }).applied;
    expect(annotated(JSON.stringify(applied))).toEqual(applied);
    expect(annotated('{"generation":"x"}')).toBeUndefined();
    expect(annotated('not json')).toBeUndefined();
  });
});
