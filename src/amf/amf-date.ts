/** A moment as AMF writes it. */
export class AmfDate {
  constructor(
    /** Milliseconds since 1970 UTC; NaN and the infinities are legal on the wire. */
    readonly milliseconds: number,
    /** Minutes, AMF0 only. Writers disagree about its meaning and readers ignore it; kept so that it survives. */
    readonly timeZone = 0,
  ) {}
}
