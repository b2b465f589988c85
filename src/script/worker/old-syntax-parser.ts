import type { Node, Options, TokenType } from 'acorn';
import { Parser, tokTypes } from 'acorn';
import type { OldCatch, SyntaxEdits } from './syntax-edits.js';

/** What of acorn's parser its plugins use and its types do not tell. */
interface ParserInside {
  readonly input: string;
  pos: number;
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  next(): void;
  eat(type: TokenType): boolean;
  expect(type: TokenType): void;
  raise(pos: number, message: string): never;
  unexpected(pos?: number): never;
  skipSpace(): void;
  getTokenFromCode(code: number): void;
  startNode(): Node;
  finishNode(node: Node, type: string): Node;
  enterScope(flags: number): void;
  exitScope(): void;
  parseBlock(createNewLexicalScope?: boolean): Node;
  parseBindingAtom(): Node;
  parseExpression(): Node;
  parseForStatement(node: Node): Node;
  parseTryStatement(node: Node): Node;
  parseVar(node: Node, isFor: boolean, kind: string, allowMissing?: boolean): Node;
  adaptDirectivePrologue(statements: readonly DirectiveNode[]): void;
  strictDirective(start: number): boolean;
  declareName(): void;
}

interface DirectiveNode extends Node {
  readonly expression?: Node & { readonly raw?: unknown };
}

interface ForNode extends Node {
  readonly left: Node;
  readonly right: Node;
}

const Base = Parser as unknown as new (options: Options, input: string) => ParserInside & { parse(): Node };

const eachWord = /(?:\s|\/\*[^]*?\*\/)*each(?=[\s(/])/y;
const include = /#include[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)')[ \t]*;?/y;
const defaultXmlNamespace = /default\s+xml\s+namespace\b/y;
const noE4x = 'E4X (XML written in the script) is not supported; use new XML(text) and its methods';

/**
 * Reads the JavaScript of Flash Media Server, that of Mozilla of about 2005, and notes what must be written otherwise
 * today. Names may be declared more than once, and nothing is ever strict. Throws acorn's SyntaxError.
 */
export class OldSyntaxParser extends Base {
  constructor(
    source: string,
    private readonly edits: SyntaxEdits,
  ) {
    super({ ecmaVersion: 'latest', sourceType: 'script', locations: true }, source);
  }

  /** `const` is a `var` of the whole function, and may stand alone. */
  override parseVar(node: Node, isFor: boolean, kind: string, allowMissing?: boolean): Node {
    if (kind === 'const') this.edits.constant(node.start);
    return super.parseVar(node, isFor, kind === 'const' ? 'var' : kind, allowMissing);
  }

  override declareName(): void {
    // What is declared twice and may not be, the engine finds.
  }

  override strictDirective(): boolean {
    return false;
  }

  override adaptDirectivePrologue(statements: readonly DirectiveNode[]): void {
    for (const { expression } of statements) {
      if (typeof expression?.raw !== 'string' || !/^["']/.test(expression.raw)) break;
      if (expression.raw.slice(1, -1) === 'use strict') this.edits.sloppy(expression.start + 1, expression.end - 1);
    }
    super.adaptDirectivePrologue(statements);
  }

  /** `for each (name in object)`. */
  override parseForStatement(node: Node): Node {
    eachWord.lastIndex = this.pos;
    if (!eachWord.test(this.input)) return super.parseForStatement(node);
    const each = eachWord.lastIndex - 'each'.length;
    this.pos = eachWord.lastIndex;
    const loop = super.parseForStatement(node);
    if (loop.type !== 'ForInStatement') this.raise(node.start, 'for each needs "in"');
    const { left, right } = loop as ForNode;
    this.edits.forEach(each, left, right);
    return loop;
  }

  /** `try { } catch (name if guard) { } catch (name) { } finally { }`. */
  override parseTryStatement(node: Node): Node {
    this.next();
    this.parseBlock();
    const clauses: OldCatch[] = [];
    while (this.type === tokTypes._catch) clauses.push(this.#catchClause());
    if (this.eat(tokTypes._finally)) this.parseBlock();
    else if (clauses.length === 0) this.raise(node.start, 'Missing catch or finally clause');
    this.edits.catches(clauses);
    return this.finishNode(node, 'TryStatement');
  }

  #catchClause(): OldCatch {
    this.next();
    let param: Node | undefined;
    let guard: Node | undefined;
    this.enterScope(0);
    if (this.eat(tokTypes.parenL)) {
      param = this.parseBindingAtom();
      if (this.eat(tokTypes._if)) guard = this.parseExpression();
      this.expect(tokTypes.parenR);
    }
    const body = this.parseBlock(false);
    this.exitScope();
    return { param, guard, body };
  }

  /** `#include "file"` stands where white space may. */
  override skipSpace(): void {
    for (;;) {
      super.skipSpace();
      include.lastIndex = this.pos;
      const found = include.exec(this.input);
      if (found === null) return;
      this.edits.include(this.pos, include.lastIndex, found[1] ?? found[2] ?? '');
      this.pos = include.lastIndex;
    }
  }

  override getTokenFromCode(code: number): void {
    if (code === 0x40) this.raise(this.pos, noE4x);
    super.getTokenFromCode(code);
  }

  override unexpected(pos: number = this.start): never {
    const isDescendant = this.input.startsWith('..', pos - 1);
    defaultXmlNamespace.lastIndex = pos;
    if (this.input[pos] === '<' || isDescendant || defaultXmlNamespace.test(this.input)) this.raise(pos, noE4x);
    return super.unexpected(pos);
  }
}
