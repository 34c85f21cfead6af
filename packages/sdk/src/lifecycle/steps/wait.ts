import { parseDurationMs } from '@gse/resources';
import { postponedTo } from '../decline.ts';
import { occupancy } from '../players.ts';
import type { Step } from '../step.ts';
import { iso } from '../time.ts';
import { leadMs } from './notice.ts';

/** Waits for the postponed time and, where asked, for an empty server until the hard deadline; not when told to go ahead now. */
export const wait: Step = {
  name: 'wait',
  title: 'Waiting for a good moment',
  disrupts: false,
  look: ({ input, operation }) => {
    const { now } = input;
    if (operation.spec.runNow) {
      delete operation.status.waitsUntil;
      return { kind: 'done', message: 'told to go ahead now' };
    }
    const earliest = postponedTo(input, operation) ?? operation.createdAt;
    const lead = leadMs(input, operation);
    const empty = occupancy(input).kind === 'empty';
    const onlyWhenEmpty = (operation.spec.disruption ?? input.spec.disruption)?.onlyWhenEmpty;

    if (onlyWhenEmpty) {
      const hard = Math.max(earliest, operation.createdAt + parseDurationMs(onlyWhenEmpty.deadline));
      operation.status.waitsUntil = iso(hard);
      operation.status.disruptsAt = iso(Math.max(hard, now + lead));
      if (empty && now >= earliest) return { kind: 'done', message: 'nobody is online' };
      if (now >= hard - lead) return { kind: 'done', message: 'the deadline of the wait for an empty server is near' };
      return {
        kind: 'wait',
        until: empty ? earliest : hard - lead,
        message: `waits until nobody is online, at the latest until ${iso(hard)}`,
      };
    }

    const begin = earliest - (empty && operation.spec.disruption?.announceSeconds === undefined ? 0 : lead);
    if (now >= begin) return { kind: 'done' };
    operation.status.disruptsAt = iso(earliest);
    return { kind: 'wait', until: begin, message: `postponed until ${iso(earliest)}` };
  },
};
