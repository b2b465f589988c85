/** Something that the one who runs the benchmark can mend, said in a sentence. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
}
