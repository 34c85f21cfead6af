import { isDeclinable, postponedTo } from '../decline.ts';
import { occupancy } from '../players.ts';
import type { Step } from '../step.ts';
import { iso, wishedMs } from '../time.ts';
import { leadMs } from './notice.ts';

/**
 * Waits for the postponed time and, where asked, for an empty server until the hard deadline; not when told to go ahead now. What
 * must be waits for neither, for those who may wish for a wait may be those whom it is about.
 */
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
    const { onlyWhenEmpty } = operation.spec.disruption ?? input.spec.disruption ?? {};

    if (onlyWhenEmpty && isDeclinable(input, operation)) {
      const hard = Math.max(earliest, operation.createdAt + wishedMs(onlyWhenEmpty.deadline));
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

    delete operation.status.waitsUntil;
    const begin = earliest - (empty && operation.spec.disruption?.announceSeconds === undefined ? 0 : lead);
    if (now >= begin) return { kind: 'done' };
    operation.status.disruptsAt = iso(earliest);
    return { kind: 'wait', until: begin, message: `postponed until ${iso(earliest)}` };
  },
};
