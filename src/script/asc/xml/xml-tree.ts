import type { XmlStatusCode } from './xml-tokens.js';
import { escapeXml, XmlStatus, xmlToken } from './xml-tokens.js';

/** A node of a document, as the library keeps it; `object` is what the script sees of it. */
export interface XmlTreeNode {
  /** 1: an element or the document; 3: text. */
  type: number;
  /** Null of the document and of text. */
  name: string | null;
  /** Of text. */
  value: string | null;
  attributes: object;
  readonly children: XmlTreeNode[];
  parent: XmlTreeNode | null;
  object: object | undefined;
  /** `childNodes`, until they change. */
  shownChildren: object[] | undefined;
  /** Where it was found among its siblings last. */
  index: number;
}

/** What there was in a document besides its nodes. */
export interface ParsedXml {
  readonly status: XmlStatusCode;
  readonly declaration: string | undefined;
  readonly doctype: string | undefined;
}

/** Characters of a document, and how deep its elements may lie within one another. */
const MAX_LENGTH = 16 * 1024 * 1024;
export const MAX_XML_DEPTH = 512;

export function treeNode(type: number, name: string | null, value: string | null): XmlTreeNode {
  return {
    type,
    name,
    value,
    attributes: {},
    children: [],
    parent: null,
    object: undefined,
    shownChildren: undefined,
    index: 0,
  };
}

/** Puts `child` before that index, away from where it was. False if it would then be within itself. */
export function placeNode(parent: XmlTreeNode, child: XmlTreeNode, index: number): boolean {
  for (let at: XmlTreeNode | null = parent; at !== null; at = at.parent) if (at === child) return false;
  const from = child.parent === parent ? indexOf(child, parent) : -1;
  removeNode(child);
  child.parent = parent;
  child.index = index;
  parent.shownChildren = undefined;
  parent.children.splice(from >= 0 && from < index ? index - 1 : index, 0, child);
  return true;
}

export function removeNode(node: XmlTreeNode): void {
  const { parent } = node;
  if (parent === null) return;
  parent.children.splice(indexOf(node, parent), 1);
  parent.shownChildren = undefined;
  node.parent = null;
}

/** Where a child is. To go from one sibling to the next costs the same however many there are. */
export function indexOf(child: XmlTreeNode, parent: XmlTreeNode): number {
  if (parent.children[child.index] !== child) {
    parent.children.forEach((sibling, index) => (sibling.index = index));
  }
  return child.index;
}

/** Sets attributes as a document has them, whatever they are called. */
export function setAttributes(node: XmlTreeNode, attributes: readonly (readonly [string, string])[]): void {
  for (const [name, value] of attributes) {
    Object.defineProperty(node.attributes, name, { value, writable: true, enumerable: true, configurable: true });
  }
}

/** Reads a document into `root`. What is wrong is its status; what came before stays, as in ActionScript. */
export function parseXml(source: string, root: XmlTreeNode, ignoreWhite: boolean): ParsedXml {
  let declaration: string | undefined;
  let doctype: string | undefined;
  const ended = (status: XmlStatusCode): ParsedXml => ({ status, declaration, doctype });
  if (source.length > MAX_LENGTH) return ended(XmlStatus.tooLarge);
  let parent = root;
  let depth = 0;
  for (let at = source.startsWith('\ufeff') ? 1 : 0; at < source.length;) {
    const token = xmlToken(source, at);
    if (token.kind === 'fault') return ended(token.status);
    at = token.end;
    if (token.kind === 'open') {
      const element = treeNode(1, token.name, null);
      setAttributes(element, token.attributes);
      append(parent, element);
      if (token.isEmpty) continue;
      if (++depth > MAX_XML_DEPTH) return ended(XmlStatus.tooLarge);
      parent = element;
    } else if (token.kind === 'close') {
      if (token.name !== parent.name) {
        return ended(isOpen(parent, token.name) ? XmlStatus.noEndTag : XmlStatus.noStartTag);
      }
      parent = parent.parent!;
      depth--;
    } else if (token.kind === 'text') {
      const isWhite = !token.isCdata && token.text.trim() === '';
      if (!(isWhite && (ignoreWhite || parent === root))) append(parent, treeNode(3, null, token.text));
    } else if (token.kind === 'declaration') declaration = token.text;
    else if (token.kind === 'doctype') doctype = token.text;
  }
  return ended(parent === root ? XmlStatus.ok : XmlStatus.noEndTag);
}

function append(parent: XmlTreeNode, child: XmlTreeNode): void {
  child.parent = parent;
  child.index = parent.children.push(child) - 1;
  parent.shownChildren = undefined;
}

function isOpen(node: XmlTreeNode, name: string): boolean {
  for (let at: XmlTreeNode | null = node; at !== null; at = at.parent) if (at.name === name) return true;
  return false;
}

/** A node as text; of an element whose name is null only what is in it. */
export function writeXml(node: XmlTreeNode): string {
  if (node.type !== 1) return escapeXml(String(node.value ?? ''));
  const content = node.children.map(writeXml).join('');
  if (node.name === null) return content;
  const tag = openingTag(node);
  return content === '' ? `<${tag} />` : `<${tag}>${content}</${node.name}>`;
}

function openingTag(node: XmlTreeNode): string {
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`);
  return `${node.name}${attributes.join('')}`;
}

/** What a prefix (empty: none) stands for there; undefined if it is not declared. */
export function namespaceOf(node: XmlTreeNode, prefix: string): string | undefined {
  const attribute = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  for (let at: XmlTreeNode | null = node; at !== null; at = at.parent) {
    if (Object.hasOwn(at.attributes, attribute)) return String(Reflect.get(at.attributes, attribute));
  }
  return undefined;
}

/** The prefix by which a namespace goes there, empty if it needs none; undefined if it is not declared. */
export function prefixOf(node: XmlTreeNode, namespace: string): string | undefined {
  for (let at: XmlTreeNode | null = node; at !== null; at = at.parent) {
    for (const [name, value] of Object.entries(at.attributes)) {
      if (value !== namespace) continue;
      const prefix = name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice(6) : undefined;
      if (prefix !== undefined && namespaceOf(node, prefix) === namespace) return prefix;
    }
  }
  return undefined;
}

/** Both parts of a name: `soap:Body`. */
export function nameParts(name: string | null): { readonly prefix: string; readonly local: string } {
  const colon = name?.indexOf(':') ?? -1;
  return { prefix: name?.slice(0, Math.max(colon, 0)) ?? '', local: name?.slice(colon + 1) ?? '' };
}
