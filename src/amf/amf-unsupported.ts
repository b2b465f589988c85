/** AMF0's "unsupported" marker: the sender had a value of a type it could not write. There is one of it. */
export class AmfUnsupported {
  static readonly instance = new AmfUnsupported();
  readonly unsupported = true;

  private constructor() {
    Object.freeze(this);
  }
}
