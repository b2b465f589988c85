import type { XmlTreeNode } from '../xml/xml-tree.js';
import { namespaceOf, nameParts } from '../xml/xml-tree.js';

/** Elements in it, by their name without prefix; all without one. */
export function childrenOf(node: XmlTreeNode, local?: string): XmlTreeNode[] {
  return node.children.filter((child) => child.type === 1 && (local === undefined || localOf(child) === local));
}

export function childOf(node: XmlTreeNode | undefined, local: string): XmlTreeNode | undefined {
  return node === undefined ? undefined : childrenOf(node, local)[0];
}

export function localOf(node: XmlTreeNode): string {
  return nameParts(node.name).local;
}

/** Empty if it is not there. */
export function attributeOf(node: XmlTreeNode | undefined, name: string): string {
  if (node === undefined || !Object.hasOwn(node.attributes, name)) return '';
  return String(Reflect.get(node.attributes, name));
}

/** An attribute of a namespace, whatever its prefix. */
export function qualifiedAttributeOf(node: XmlTreeNode, local: string, namespace: RegExp): string {
  const name = Object.keys(node.attributes).find((candidate) => {
    const parts = nameParts(candidate);
    return parts.local === local && parts.prefix !== '' && namespace.test(namespaceOf(node, parts.prefix) ?? '');
  });
  return name === undefined ? '' : attributeOf(node, name);
}

/** `tns:Name` without its prefix. */
export function withoutPrefix(name: string): string {
  return nameParts(name).local;
}

export function textOf(node: XmlTreeNode): string {
  return node.type === 1 ? node.children.map(textOf).join('') : (node.value ?? '');
}
