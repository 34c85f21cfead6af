/** Requests that wait for nothing. A request that nobody holds is collected, and is then not told that its caller gave up. */
const held = new Set<Request>();

/** An answer that does not come: settles only when the caller gives up. */
export function never(request: Request): Promise<never> {
  const { signal } = request;
  held.add(request);
  return new Promise<never>((_, reject) => {
    const abandon = (): void => reject(signal.reason as Error);
    if (signal.aborted) abandon();
    else signal.addEventListener('abort', abandon, { once: true });
  }).finally(() => held.delete(request));
}
