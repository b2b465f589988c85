/** What one message may cost to decode. Passing a limit is an {@link AmfError}, never an allocation. */
export interface AmfLimits {
  /** Containers inside each other, the outermost counted as 1, AMF0 and AMF3 together. */
  readonly maxDepth: number;
  /** Values of a message, however nested; vector items and sealed member names count too. */
  readonly maxElements: number;
  /** Bytes of one string, XML document or ByteArray. */
  readonly maxStringLength: number;
}

export const defaultAmfLimits: AmfLimits = { maxDepth: 64, maxElements: 65_536, maxStringLength: 1_048_576 };
