import { setOwn } from '../set-own.js';
import type { XmlTreeNode } from '../xml/xml-tree.js';
import { parseXml, treeNode } from '../xml/xml-tree.js';
import {
  attributeOf,
  childOf,
  childrenOf,
  localOf,
  qualifiedAttributeOf,
  textOf,
  withoutPrefix,
} from './xml-search.js';

/** What a web service did not do, and why. */
export interface SoapFault {
  readonly faultcode: string;
  readonly faultstring: string;
  readonly faultactor: string;
  readonly detail: unknown;
}

export type SoapAnswer = { readonly value: unknown } | { readonly fault: SoapFault };

const INSTANCE = /^http:\/\/www\.w3\.org\/\d+\/XMLSchema-instance$/;
const ENCODING = /soap\/encoding\/?$/;
const NUMBERS = new Set(
  'byte decimal double float int integer long negativeInteger nonNegativeInteger nonPositiveInteger positiveInteger short unsignedByte unsignedInt unsignedLong unsignedShort'.split(
    ' ',
  ),
);

export function soapFault(faultcode: string, faultstring: string): SoapFault {
  return { faultcode, faultstring, faultactor: '', detail: '' };
}

/**
 * What an answer says. A result with one value in it is that value, one with several an object.
 *
 * @param types of elements, by their names, of what does not say it itself
 */
export function readSoapAnswer(source: string, types: ReadonlyMap<string, string>): SoapAnswer {
  const document = treeNode(1, null, null);
  const { status } = parseXml(source, document, true);
  const body = childOf(childOf(document, 'Envelope'), 'Body');
  if (status !== 0 || body === undefined) return { fault: soapFault('Client.Parse', 'the answer is no SOAP') };
  const reader = new ValueReader(body, types);
  const [result] = childrenOf(body);
  if (result === undefined) return { value: undefined };
  if (localOf(result) === 'Fault') return { fault: faultOf(result, reader) };
  const parts = childrenOf(result);
  if (parts.length === 0) return { value: result.children.length === 0 ? undefined : reader.read(result) };
  return { value: parts.length === 1 ? reader.read(parts[0]!) : reader.members(parts) };
}

function faultOf(node: XmlTreeNode, reader: ValueReader): SoapFault {
  const text = (name: string): string => {
    const child = childOf(node, name);
    return child === undefined ? '' : textOf(child);
  };
  const detail = childOf(node, 'detail');
  return {
    faultcode: withoutPrefix(text('faultcode')),
    faultstring: text('faultstring'),
    faultactor: text('faultactor'),
    detail: detail === undefined ? '' : reader.read(detail),
  };
}

class ValueReader {
  readonly #byId = new Map<string, XmlTreeNode>();
  /** What is being read: a value that contains itself would have no end. */
  readonly #within = new Set<XmlTreeNode>();

  constructor(
    body: XmlTreeNode,
    private readonly types: ReadonlyMap<string, string>,
  ) {
    for (const node of childrenOf(body))
      if (attributeOf(node, 'id') !== '') this.#byId.set(attributeOf(node, 'id'), node);
  }

  read(node: XmlTreeNode, known?: string): unknown {
    const href = attributeOf(node, 'href');
    const meant = href.startsWith('#') ? this.#byId.get(href.slice(1)) : node;
    if (meant === undefined || this.#within.has(meant)) return undefined;
    this.#within.add(meant);
    const value = this.#value(meant, known ?? this.types.get(localOf(node)) ?? '');
    this.#within.delete(meant);
    return value;
  }

  /** Of elements that come more than once, an array. */
  members(nodes: readonly XmlTreeNode[]): object {
    const object = {};
    const lists = new Map<string, unknown[]>();
    for (const node of nodes) {
      const name = localOf(node);
      const list = lists.get(name);
      const value = this.read(node, this.types.get(name)?.replace('[]', ''));
      if (list !== undefined) list.push(value);
      else lists.set(name, [value]);
    }
    for (const [name, list] of lists) {
      setOwn(object, name, list.length > 1 || this.types.get(name)?.endsWith('[]') === true ? list : list[0]);
    }
    return object;
  }

  #value(node: XmlTreeNode, known: string): unknown {
    if (/^(?:true|1)$/.test(qualifiedAttributeOf(node, 'nil', INSTANCE))) return null;
    const type = withoutPrefix(qualifiedAttributeOf(node, 'type', INSTANCE)) || known;
    const items = childrenOf(node);
    if (type === 'Array' || qualifiedAttributeOf(node, 'arrayType', ENCODING) !== '') {
      return items.map((item) => this.read(item));
    }
    if (items.length > 0) return this.members(items);
    return simpleValue(textOf(node), type.replace('[]', ''));
  }
}

function simpleValue(text: string, type: string): unknown {
  if (type === 'boolean') return text.trim() === 'true' || text.trim() === '1';
  if (type === 'dateTime' || type === 'date') return new Date(text.trim());
  if (!NUMBERS.has(type)) return text;
  const infinite = /^([+-]?)INF$/.exec(text.trim());
  return infinite === null ? Number(text) : infinite[1] === '-' ? -Infinity : Infinity;
}
