import type { AccessEvent, AccessWitness } from './access-event.js';

/** Tells all who want to hear what happens at the gate. */
export class AccessWitnesses implements AccessWitness {
  readonly #witnesses = new Set<AccessWitness>();

  /** From now on `witness` hears. @returns ends that */
  add(witness: AccessWitness): () => void {
    this.#witnesses.add(witness);
    return () => void this.#witnesses.delete(witness);
  }

  happened(event: AccessEvent): void {
    for (const witness of this.#witnesses) witness.happened(event);
  }
}
