/** `xmlDocument`: flash.xml.XMLDocument, ActionScript 1 and 2's XML; `xml`: the E4X XML of ActionScript 3, AMF3 only. */
export type AmfXmlKind = 'xmlDocument' | 'xml';

/** XML as text. It is carried, never parsed. */
export class AmfXml {
  constructor(
    readonly text: string,
    readonly kind: AmfXmlKind = 'xmlDocument',
  ) {}
}
