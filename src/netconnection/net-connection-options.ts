import type { AmfLimits } from '../amf/amf-limits.js';

/** How connections to one adaptor are treated, whatever application they end up in. */
export interface NetConnectionOptions {
  /** Milliseconds from the end of the handshake in which `connect` must come. */
  readonly connectTimeout: number;
  /** Milliseconds in which it must be decided then; an application may take its time. */
  readonly acceptTimeout: number;
  /** Bounds of the AMF values that a client sends. */
  readonly amf: AmfLimits;
  /** Commands that are read per second; with more, reading pauses. Infinity for no bound. */
  readonly commandsPerSecond: number;
}
