/** What is wrong with a document, as `XML.status` says it. */
export const XmlStatus = {
  ok: 0,
  openCdata: -2,
  openDeclaration: -3,
  openDoctype: -4,
  openComment: -5,
  badElement: -6,
  tooLarge: -7,
  openAttribute: -8,
  noEndTag: -9,
  noStartTag: -10,
} as const;

export type XmlStatusCode = (typeof XmlStatus)[keyof typeof XmlStatus];

/** A piece of a document; it ends before the character at `end`. */
export type XmlToken =
  | {
      readonly kind: 'open';
      readonly end: number;
      readonly name: string;
      readonly attributes: readonly (readonly [name: string, value: string])[];
      readonly isEmpty: boolean;
    }
  | { readonly kind: 'close'; readonly end: number; readonly name: string }
  /** Without entities. */
  | { readonly kind: 'text'; readonly end: number; readonly text: string; readonly isCdata: boolean }
  /** As they are written. */
  | { readonly kind: 'declaration' | 'doctype'; readonly end: number; readonly text: string }
  /** Comments and processing instructions. */
  | { readonly kind: 'other'; readonly end: number }
  /** `isOpen`: the text ends before the piece does. */
  | { readonly kind: 'fault'; readonly status: XmlStatusCode; readonly isOpen: boolean };

const NAME = /[^\s/>=<"'&]+/y;
const SPACE = /\s*/y;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
]);

/** The piece of a document that begins at `at`, which is not its end. No entity is known but those of XML and nbsp. */
export function xmlToken(source: string, at: number): XmlToken {
  if (source[at] !== '<') {
    const next = source.indexOf('<', at);
    const end = next < 0 ? source.length : next;
    return { kind: 'text', end, text: withoutEntities(source.slice(at, end)), isCdata: false };
  }
  // `<`, `<!`, `<![CD` and `<!-` may go on otherwise.
  if (source.length - at < 9 && '<![CDATA['.startsWith(source.slice(at))) return fault(XmlStatus.openCdata, true);
  if (source.length - at < 4 && '<!--'.startsWith(source.slice(at))) return fault(XmlStatus.openComment, true);
  if (source.startsWith('<![CDATA[', at)) {
    const end = source.indexOf(']]>', at + 9);
    if (end < 0) return fault(XmlStatus.openCdata, true);
    return { kind: 'text', end: end + 3, text: source.slice(at + 9, end), isCdata: true };
  }
  if (source.startsWith('<!--', at)) {
    const end = source.indexOf('-->', at + 4);
    return end < 0 ? fault(XmlStatus.openComment, true) : { kind: 'other', end: end + 3 };
  }
  if (source.startsWith('<?', at)) return instruction(source, at);
  if (source.startsWith('<!', at)) return doctype(source, at);
  return source[at + 1] === '/' ? closeTag(source, at) : openTag(source, at);
}

function fault(status: XmlStatusCode, isOpen = false): XmlToken {
  return { kind: 'fault', status, isOpen };
}

function instruction(source: string, at: number): XmlToken {
  const found = source.indexOf('?>', at + 2);
  if (found < 0) return fault(XmlStatus.openDeclaration, true);
  const end = found + 2;
  const text = source.slice(at, end);
  return /^<\?xml\s/.test(text) ? { kind: 'declaration', end, text } : { kind: 'other', end };
}

/** With an internal subset, which nobody reads. */
function doctype(source: string, at: number): XmlToken {
  let depth = 0;
  for (let i = at + 2; i < source.length; i++) {
    const character = source[i];
    if (character === '"' || character === "'") {
      i = source.indexOf(character, i + 1);
      if (i < 0) break;
    } else if (character === '[' || character === '<') depth++;
    else if (character === ']') depth--;
    else if (character === '>' && depth-- === 0) {
      return { kind: 'doctype', end: i + 1, text: source.slice(at, i + 1) };
    }
  }
  return fault(XmlStatus.openDoctype, true);
}

function closeTag(source: string, at: number): XmlToken {
  const found = source.indexOf('>', at);
  if (found < 0) return fault(XmlStatus.badElement, true);
  const name = source.slice(at + 2, found).trim();
  return name === '' ? fault(XmlStatus.badElement) : { kind: 'close', end: found + 1, name };
}

function openTag(source: string, start: number): XmlToken {
  const name = match(NAME, source, start + 1);
  let at = start + 1 + name.length;
  if (at === source.length) return fault(XmlStatus.badElement, true);
  if (name === '') return fault(XmlStatus.badElement);
  const attributes: [string, string][] = [];
  for (;;) {
    at += match(SPACE, source, at).length;
    if (at === source.length) return fault(XmlStatus.badElement, true);
    if (source[at] === '>') return { kind: 'open', end: at + 1, name, attributes, isEmpty: false };
    if (source[at] === '/') {
      if (at + 1 === source.length) return fault(XmlStatus.badElement, true);
      if (source[at + 1] !== '>') return fault(XmlStatus.badElement);
      return { kind: 'open', end: at + 2, name, attributes, isEmpty: true };
    }
    const attribute = match(NAME, source, at);
    at += attribute.length;
    at += match(SPACE, source, at).length;
    if (at === source.length) return fault(XmlStatus.badElement, true);
    if (attribute === '' || source[at] !== '=') return fault(XmlStatus.badElement);
    at++;
    at += match(SPACE, source, at).length;
    if (at === source.length) return fault(XmlStatus.openAttribute, true);
    const quote = source[at]!;
    if (quote !== '"' && quote !== "'") return fault(XmlStatus.badElement);
    const end = source.indexOf(quote, at + 1);
    if (end < 0) return fault(XmlStatus.openAttribute, true);
    attributes.push([attribute, withoutEntities(source.slice(at + 1, end))]);
    at = end + 1;
  }
}

function match(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? '';
}

function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES.get(name.toLowerCase()) ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** Text as it stands between tags and in attributes. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
