import type { XmlTreeNode } from '../xml/xml-tree.js';
import { namespaceOf, nameParts } from '../xml/xml-tree.js';
import { attributeOf, childOf, childrenOf, localOf, withoutPrefix } from './xml-search.js';

/** A method of a web service, as its WSDL describes it. */
export interface WebOperation {
  readonly name: string;
  /** Where it is called. */
  readonly address: string;
  readonly action: string;
  readonly style: 'document' | 'rpc';
  /** Values carry their types (`use="encoded"`). */
  readonly isEncoded: boolean;
  /** The element that has the parameters in it, and its namespace. */
  readonly element: string;
  readonly namespace: string;
  readonly parameters: readonly WebParameter[];
  /** Elements in it are of the namespace too (`elementFormDefault`). */
  readonly isQualified: boolean;
  /** Types of the elements of results, by their names. */
  readonly types: ReadonlyMap<string, string>;
}

export interface WebParameter {
  readonly name: string;
  /** Without prefix: `int`. */
  readonly type: string;
}

const SOAP = 'http://schemas.xmlsoap.org/wsdl/soap/';

/**
 * The operations of the first service that speaks SOAP 1.1 over HTTP. Throws an Error that says what is missing.
 *
 * @param documents the WSDL, and what it imports: WSDLs and schemas
 */
export function readWsdl(documents: readonly XmlTreeNode[]): Map<string, WebOperation> {
  const definitions = documents.flatMap((document) => childrenOf(document, 'definitions'));
  if (childOf(documents[0], 'definitions') === undefined) {
    throw new Error('it is no WSDL: there is no element definitions');
  }
  const all = (kind: string): XmlTreeNode[] => definitions.flatMap((node) => childrenOf(node, kind));
  const named = (kind: string, name: string): XmlTreeNode | undefined =>
    all(kind).find((node) => attributeOf(node, 'name') === withoutPrefix(name));
  const schemas = [
    ...all('types').flatMap((types) => childrenOf(types, 'schema')),
    ...documents.flatMap((document) => childrenOf(document, 'schema')),
  ];
  for (const service of all('service')) {
    for (const port of childrenOf(service, 'port')) {
      const location = attributeOf(soapChild(port, 'address'), 'location');
      const binding = named('binding', attributeOf(port, 'binding'));
      const portType = named('portType', attributeOf(binding, 'type'));
      if (location === '' || binding === undefined || portType === undefined) continue;
      return operationsOf(new Wsdl(schemas, location), binding, portType, (name) => named('message', name));
    }
  }
  throw new Error('the WSDL has no service with a port for SOAP 1.1 over HTTP');
}

function operationsOf(
  wsdl: Wsdl,
  binding: XmlTreeNode,
  portType: XmlTreeNode,
  message: (name: string) => XmlTreeNode | undefined,
): Map<string, WebOperation> {
  const operations = new Map<string, WebOperation>();
  const defaultStyle = attributeOf(soapChild(binding, 'binding'), 'style');
  for (const bound of childrenOf(binding, 'operation')) {
    const name = attributeOf(bound, 'name');
    const described = childrenOf(portType, 'operation').find((node) => attributeOf(node, 'name') === name);
    const input = message(attributeOf(childOf(described, 'input'), 'message'));
    const output = message(attributeOf(childOf(described, 'output'), 'message'));
    operations.set(name, wsdl.operation(name, bound, defaultStyle, input, output));
  }
  return operations;
}

/** What is needed of all documents to understand one operation. */
class Wsdl {
  constructor(
    private readonly schemas: readonly XmlTreeNode[],
    private readonly address: string,
  ) {}

  operation(
    name: string,
    bound: XmlTreeNode,
    defaultStyle: string,
    input: XmlTreeNode | undefined,
    output: XmlTreeNode | undefined,
  ): WebOperation {
    const soap = soapChild(bound, 'operation');
    const body = soapChild(childOf(bound, 'input') ?? bound, 'body');
    const style = (attributeOf(soap, 'style') || defaultStyle) === 'rpc' ? 'rpc' : 'document';
    const parts = input === undefined ? [] : childrenOf(input, 'part');
    const common = {
      name,
      address: this.address,
      action: attributeOf(soap, 'soapAction'),
      style,
      isEncoded: attributeOf(body, 'use') === 'encoded',
      types: this.#resultTypes(output),
    } as const;
    const elementName = attributeOf(parts[0], 'element');
    const element = style === 'document' ? this.#element(elementName) : undefined;
    if (element === undefined) {
      const namespace =
        attributeOf(body, 'namespace') || attributeOf(bound.parent?.parent ?? undefined, 'targetNamespace');
      const parameters = parts.map((part) => ({
        name: attributeOf(part, 'name'),
        type: withoutPrefix(attributeOf(part, 'type')),
      }));
      return { ...common, element: name, namespace, parameters, isQualified: false };
    }
    const schema = element.parent!;
    return {
      ...common,
      element: attributeOf(element, 'name'),
      namespace:
        attributeOf(schema, 'targetNamespace') || (namespaceOf(parts[0]!, nameParts(elementName).prefix) ?? ''),
      parameters: this.#members(element),
      isQualified: attributeOf(schema, 'elementFormDefault') === 'qualified',
    };
  }

  #element(name: string): XmlTreeNode | undefined {
    return this.#find('element', name);
  }

  #find(kind: string, name: string): XmlTreeNode | undefined {
    const wanted = withoutPrefix(name);
    for (const schema of this.schemas) {
      const found = childrenOf(schema, kind).find((node) => attributeOf(node, 'name') === wanted);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The elements of a sequence, in or by the type of an element. */
  #members(element: XmlTreeNode): WebParameter[] {
    const type = childOf(element, 'complexType') ?? this.#find('complexType', attributeOf(element, 'type'));
    const group = childOf(type, 'sequence') ?? childOf(type, 'all');
    return childrenOf(group ?? element, 'element').map((member) => ({
      name: attributeOf(member, 'name') || withoutPrefix(attributeOf(member, 'ref')),
      type: withoutPrefix(attributeOf(member, 'type')),
    }));
  }

  /** Of all elements of the schemas, and of the parts of the answer. */
  #resultTypes(output: XmlTreeNode | undefined): Map<string, string> {
    const types = new Map<string, string>();
    const collect = (node: XmlTreeNode): void => {
      if (localOf(node) === 'element') {
        const type = withoutPrefix(attributeOf(node, 'type'));
        types.set(attributeOf(node, 'name'), isMany(node) ? `${type}[]` : type);
      }
      for (const child of childrenOf(node)) collect(child);
    };
    for (const schema of this.schemas) collect(schema);
    for (const part of output === undefined ? [] : childrenOf(output, 'part')) {
      types.set(attributeOf(part, 'name'), withoutPrefix(attributeOf(part, 'type')));
    }
    return types;
  }
}

function isMany(element: XmlTreeNode): boolean {
  return !['', '0', '1'].includes(attributeOf(element, 'maxOccurs'));
}

/** Of the namespace of SOAP: that of HTTP and MIME have the same names. */
function soapChild(node: XmlTreeNode, local: string): XmlTreeNode | undefined {
  return childrenOf(node, local).find((child) => namespaceOf(child, nameParts(child.name).prefix) === SOAP);
}
