import { isFinished, isPastReturn } from './engine.ts';
import type { DecideInput, JournalChange, OpenOperation } from './input.ts';
import { isOwn, ownName, type OwnType } from './own.ts';
import type { Draft } from './step.ts';

/** The number in the name of an operation that the operator opened; the counterpart of `begin`. */
function numberOf(operation: OpenOperation): number | undefined {
  const { name, spec } = operation;
  const number = new RegExp(`^${spec.server}-${spec.type}-(\\d{1,9})$`).exec(name)?.[1];
  return isOwn(operation) && number !== undefined ? Number(number) : undefined;
}

/** The open operations of one server while they are being decided about; nothing is written before `changes` is asked for. */
export class Journal {
  readonly #input: DecideInput;
  readonly #before: ReadonlyMap<string, OpenOperation>;
  readonly #entries: Draft<OpenOperation>[];
  readonly #declined: OpenOperation[] = [];
  /** Operations the operator has opened for this server so far; makes their names unique. */
  opened: number;

  constructor(input: DecideInput) {
    this.#input = input;
    // An operator that was killed right after it opened an operation has not counted it.
    this.opened = Math.max(input.previous.operationsOpened ?? 0, ...input.operations.map((operation) => numberOf(operation) ?? 0));
    this.#before = new Map(input.operations.map((operation) => [operation.name, operation]));
    this.#entries = input.operations.map((operation) => ({ ...operation, status: structuredClone(operation.status) }));
  }

  /** Those that have not come to their end, oldest first. */
  open(): Draft<OpenOperation>[] {
    return this.#entries.filter((operation) => !isFinished(operation));
  }

  /** The one that may act: what is already past the point of return, then recoveries, then the oldest. */
  active(): Draft<OpenOperation> | undefined {
    const open = this.open();
    return open.find(isPastReturn) ?? open.find((operation) => operation.spec.type === 'recover') ?? open.find(isOwn) ?? open[0];
  }

  /** Opens an operation that the operator owes. */
  begin(type: OwnType, cause: string | undefined): void {
    const { server, now, taken } = this.#input;
    const open = new Set(this.#entries.map((entry) => entry.name));
    let name: string;
    do name = ownName(server.name, type, ++this.opened);
    while (open.has(name) || taken?.has(name));
    this.#entries.push({
      name,
      createdAt: now,
      status: {},
      spec: { server: server.name, type, actor: 'operator', generation: server.generation, ...(cause !== undefined && { cause }) },
    });
  }

  /** Notes that somebody declined what the operator owed. */
  decline(operation: OpenOperation): void {
    this.#declined.push(operation);
  }

  declined(): readonly OpenOperation[] {
    return this.#declined;
  }

  /** Those that came to their end at this look. */
  finishedNow(): readonly OpenOperation[] {
    return this.#entries.filter(isFinished);
  }

  /** Says of every operation but the active one that it waits. */
  queueTheRest(): void {
    const active = this.active();
    for (const operation of this.open()) {
      if (operation === active) continue;
      operation.status.phase = 'Pending';
      operation.status.message = `waits for ${active?.name ?? 'another operation'}`;
    }
  }

  /** What is to be written. */
  changes(): readonly JournalChange[] {
    return this.#entries.flatMap((entry): JournalChange[] => {
      const before = this.#before.get(entry.name);
      if (before === undefined) return [{ kind: 'open', name: entry.name, spec: entry.spec, status: entry.status }];
      return JSON.stringify(before.status) === JSON.stringify(entry.status)
        ? []
        : [{ kind: 'update', name: entry.name, status: entry.status }];
    });
  }
}
