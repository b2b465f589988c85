import type { Element } from '@xmldom/xmldom';
import type { Problem } from './problem.js';

/** Collects what is wrong with a SMIL file. */
export class SmilReport {
  readonly problems: Problem[] = [];

  constructor(private readonly file: string) {}

  /** A mistake: the file is not taken. */
  error(element: Element, attribute: string, message: string, mend: string): void {
    this.#add(element, attribute, message, mend, 'error');
  }

  /** Something that has no effect. */
  ignored(element: Element, attribute: string, mend: string): void {
    this.#add(element, attribute, 'has no effect here', mend, 'warning');
  }

  get hasErrors(): boolean {
    return this.problems.some(({ severity }) => severity === 'error');
  }

  #add(element: Element, attribute: string, message: string, mend: string, severity: Problem['severity']): void {
    const name = element.localName ?? element.nodeName;
    const { lineNumber: line = 1, columnNumber: column = 1 } = element;
    const key = attribute === '' ? `<${name}>` : `<${name} ${attribute}>`;
    this.problems.push({ file: this.file, line, column, key, message, mend, severity });
  }
}

/** The elements in an element, in their order. */
export function childElements(element: Element): Element[] {
  const children: Element[] = [];
  for (let child = element.firstChild; child !== null; child = child.nextSibling) {
    if (child.nodeType === 1) children.push(child as Element);
  }
  return children;
}

/** What an attribute says; undefined if it is not there. */
export function attributeOf(element: Element, ...names: readonly string[]): string | undefined {
  for (const name of names) if (element.hasAttribute(name)) return element.getAttribute(name) ?? '';
  return undefined;
}
