import { failureOf } from '../api/failure.ts';
import { words } from '../words/index.ts';

/** A passing message. */
export interface Message {
  readonly title: string;
  readonly description?: string;
  readonly isBad: boolean;
}

const waiting: Message[] = [];
let deliver: ((message: Message) => void) | undefined;
let isWanted = false;
const listeners = new Set<() => void>();

function add(message: Message): void {
  if (deliver !== undefined) return deliver(message);
  waiting.push(message);
  isWanted = true;
  for (const listener of listeners) listener();
}

/** Says in passing that something worked. */
export function say(title: string): void {
  add({ title, isBad: false });
}

/** Says in passing why something did not work. */
export function sayFailure(error: unknown): void {
  add({ title: words.errors.title, description: failureOf(error).message, isBad: true });
}

/** Takes what is said from now on, and what was said before it was there. */
export function deliverMessages(to: (message: Message) => void): void {
  deliver = to;
  for (const message of waiting.splice(0)) to(message);
}

/** Calls back when the first message has come; see {@link isAnythingSaid}. */
export function onFirstMessage(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Whether there has been a message. */
export function isAnythingSaid(): boolean {
  return isWanted;
}
