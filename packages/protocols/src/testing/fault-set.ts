/** The troubles a simulator has right now, one of each kind. */
export class FaultSet<Fault extends { readonly kind: string }> {
  readonly #faults = new Map<string, Fault>();
  #changed = Promise.withResolvers<void>();

  constructor(faults: readonly Fault[] = []) {
    for (const fault of faults) this.#faults.set(fault.kind, fault);
  }

  get<Kind extends Fault['kind']>(kind: Kind): Extract<Fault, { kind: Kind }> | undefined {
    return this.#faults.get(kind) as Extract<Fault, { kind: Kind }> | undefined;
  }

  has(kind: Fault['kind']): boolean {
    return this.#faults.has(kind);
  }

  inject(fault: Fault): void {
    this.#faults.set(fault.kind, fault);
    this.#announce();
  }

  /** Ends one kind of trouble, or all. */
  heal(kind?: Fault['kind']): void {
    if (kind === undefined) this.#faults.clear();
    else this.#faults.delete(kind);
    this.#announce();
  }

  /** Resolves at the next change. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  #announce(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }
}
