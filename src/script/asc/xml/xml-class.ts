import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';
import type { HttpLoading } from '../http/http-loading.js';
import { addLoadingMembers } from '../http/loading-members.js';
import { nodeOf, XMLNode } from './xml-node-class.js';
import { parseXml, removeNode, writeXml } from './xml-tree.js';

/** What a document has besides its nodes. */
interface DocumentFacts {
  ignoreWhite: boolean;
  status: number;
  declaration: string | undefined;
  doctype: string | undefined;
}

/** Makes a document of a text, as a script sees it. */
export type MakeXml = (source: string) => object;

/** Makes `XML` and `XMLNode` global, as ActionScript 2 has them. */
export function defineXml(runtime: AscRuntime, loading: HttpLoading): MakeXml {
  const documents = new WeakMap<object, DocumentFacts>();

  function factsOf(object: object): DocumentFacts {
    const known = documents.get(object);
    if (known !== undefined) return known;
    const made = { ignoreWhite: inherited(object), status: 0, declaration: undefined, doctype: undefined };
    documents.set(object, made);
    return made;
  }

  /** `MyXML.prototype = new XML()` may have been told to ignore white space, once for all. */
  function inherited(object: object): boolean {
    const parent = Reflect.getPrototypeOf(object);
    return parent !== null && (documents.get(parent)?.ignoreWhite ?? false);
  }

  class XML extends XMLNode {
    constructor(source?: unknown) {
      super();
      if (source !== undefined && source !== null) this.parseXML(source);
    }

    get ignoreWhite(): boolean {
      return factsOf(this).ignoreWhite;
    }

    set ignoreWhite(ignored: unknown) {
      factsOf(this).ignoreWhite = Boolean(ignored);
    }

    get status(): number {
      return factsOf(this).status;
    }

    set status(status: unknown) {
      factsOf(this).status = Number(status);
    }

    get xmlDecl(): string | undefined {
      return factsOf(this).declaration;
    }

    set xmlDecl(text: unknown) {
      factsOf(this).declaration = text === undefined ? undefined : asText(text);
    }

    get docTypeDecl(): string | undefined {
      return factsOf(this).doctype;
    }

    set docTypeDecl(text: unknown) {
      factsOf(this).doctype = text === undefined ? undefined : asText(text);
    }

    /** In place of what was in it. What is wrong is `status`. */
    parseXML(source?: unknown): void {
      const root = nodeOf(this);
      for (const child of [...root.children]) removeNode(child);
      const facts = factsOf(this);
      Object.assign(facts, parseXml(asText(source), root, this.ignoreWhite));
    }

    createElement(name?: unknown): object {
      return new XMLNode(1, asText(name));
    }

    createTextNode(text?: unknown): object {
      return new XMLNode(3, asText(text));
    }

    override toString(): string {
      const { declaration = '', doctype = '' } = factsOf(this);
      return `${declaration}${doctype}${writeXml(nodeOf(this))}`;
    }
  }

  addLoadingMembers(XML.prototype, runtime, loading, {
    write: asText,
    // A script may have a parseXML of its own.
    read: (object, source) => (object as XML).parseXML(source),
  });
  runtime.defineValueClass('XMLNode', XMLNode);
  runtime.defineValueClass('XML', XML);
  runtime.values.xml = {
    make: (source) => new XML(source),
    contentOf: (value) => (value instanceof XMLNode ? asText(value) : undefined),
  };
  return (source) => new XML(source);
}
