import type { XmlTreeNode } from './xml-tree.js';
import { indexOf, namespaceOf, nameParts, placeNode, prefixOf, removeNode, treeNode, writeXml } from './xml-tree.js';

/** Kept apart, so that objects whose prototype is `new XML()`, as scripts wrote it, have a node of their own. */
const nodes = new WeakMap<object, XmlTreeNode>();

/** The node of an XMLNode or an XML; it is made when it is first needed. */
export function nodeOf(object: object): XmlTreeNode {
  const known = nodes.get(object);
  if (known !== undefined) return known;
  const made = treeNode(1, null, null);
  bindNode(object, made);
  return made;
}

/** From now on the script sees `node` as `object`. */
export function bindNode(object: object, node: XmlTreeNode): void {
  node.object = object;
  nodes.set(object, node);
}

/** What the script sees of a node. */
function shown(node: XmlTreeNode | null | undefined): object | null {
  if (node === null || node === undefined) return null;
  if (node.object === undefined) bindNode(Object.create(XMLNode.prototype) as object, node);
  return node.object ?? null;
}

function given(value: unknown): XmlTreeNode | undefined {
  return typeof value === 'object' && value !== null && value instanceof XMLNode ? nodeOf(value) : undefined;
}

/** `XMLNode` of ActionScript 2. */
export class XMLNode {
  /** @param type 1: an element called `value`; 3: text */
  constructor(type?: unknown, value?: unknown) {
    if (type === undefined) return;
    const kind = Number(type);
    const content = isNothing(value) ? null : String(value);
    bindNode(this, kind === 1 ? treeNode(1, content, null) : treeNode(kind, null, content));
  }

  get nodeType(): number {
    return nodeOf(this).type;
  }

  get nodeName(): string | null {
    return nodeOf(this).name;
  }

  set nodeName(name: unknown) {
    nodeOf(this).name = isNothing(name) ? null : String(name);
  }

  get nodeValue(): string | null {
    return nodeOf(this).value;
  }

  set nodeValue(value: unknown) {
    nodeOf(this).value = isNothing(value) ? null : String(value);
  }

  get attributes(): object {
    return nodeOf(this).attributes;
  }

  set attributes(attributes: unknown) {
    nodeOf(this).attributes = typeof attributes === 'object' && attributes !== null ? attributes : {};
  }

  /** The same array until there are other nodes in it; what a script does to it changes nothing. */
  get childNodes(): object[] {
    const node = nodeOf(this);
    node.shownChildren ??= node.children.map((child) => shown(child)!);
    return node.shownChildren;
  }

  get firstChild(): object | null {
    return shown(nodeOf(this).children[0]);
  }

  get lastChild(): object | null {
    return shown(nodeOf(this).children.at(-1));
  }

  get nextSibling(): object | null {
    return sibling(this, 1);
  }

  get previousSibling(): object | null {
    return sibling(this, -1);
  }

  get parentNode(): object | null {
    return shown(nodeOf(this).parent);
  }

  get prefix(): string {
    return nameParts(nodeOf(this).name).prefix;
  }

  get localName(): string | null {
    const { name } = nodeOf(this);
    return name === null ? null : nameParts(name).local;
  }

  get namespaceURI(): string | null {
    const node = nodeOf(this);
    return node.name === null ? null : (namespaceOf(node, nameParts(node.name).prefix) ?? '');
  }

  getNamespaceForPrefix(prefix?: unknown): string | null {
    return namespaceOf(nodeOf(this), isNothing(prefix) ? '' : String(prefix)) ?? null;
  }

  getPrefixForNamespace(namespace?: unknown): string | null {
    return prefixOf(nodeOf(this), String(namespace)) ?? null;
  }

  hasChildNodes(): boolean {
    return nodeOf(this).children.length > 0;
  }

  /** Takes it away from where it was; nothing happens if it would then be within itself. */
  appendChild(child: unknown): void {
    const node = given(child);
    const parent = nodeOf(this);
    if (node !== undefined) placeNode(parent, node, parent.children.length);
  }

  /** Before a child of this node; nothing happens if it is none. */
  insertBefore(child: unknown, before: unknown): void {
    const [node, next] = [given(child), given(before)];
    const parent = nodeOf(this);
    if (node !== undefined && next?.parent === parent && node !== next) {
      placeNode(parent, node, indexOf(next, parent));
    }
  }

  removeNode(): void {
    removeNode(nodeOf(this));
  }

  cloneNode(deep?: unknown): object {
    return shown(copy(nodeOf(this), Boolean(deep)))!;
  }

  toString(): string {
    return writeXml(nodeOf(this));
  }
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function sibling(object: object, step: 1 | -1): object | null {
  const node = nodeOf(object);
  return node.parent === null ? null : shown(node.parent.children[indexOf(node, node.parent) + step]);
}

function copy(node: XmlTreeNode, deep: boolean): XmlTreeNode {
  const made = treeNode(node.type, node.name, node.value);
  made.attributes = { ...node.attributes };
  for (const child of deep ? node.children : []) placeNode(made, copy(child, true), made.children.length);
  return made;
}
