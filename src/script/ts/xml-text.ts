/** An XML document of a client, as text: ActionScript's XMLDocument, or its E4X XML. */
export class XmlText {
  constructor(
    readonly text: string,
    readonly kind: 'xmlDocument' | 'xml' = 'xmlDocument',
  ) {}

  toString(): string {
    return this.text;
  }
}
