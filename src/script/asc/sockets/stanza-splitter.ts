import { xmlToken } from '../xml/xml-tokens.js';
import { TooLongMessage } from './message-splitter.js';

/** A piece of a stream: its own opening tag as a document, a stanza, or its end. */
export type StreamPiece =
  | { readonly kind: 'opening' | 'stanza'; readonly source: string }
  | { readonly kind: 'end' }
  | { readonly kind: 'broken' };

/** Takes the text of an XML stream (RFC 6120) as it comes, and answers its stanzas, each as a document. */
export class StanzaSplitter {
  #text = '';
  /** Where the next piece of a tag or a text begins. */
  #at = 0;
  #depth = 0;
  #root = '';
  #isBroken = false;

  /** @param max characters of a stanza */
  constructor(private readonly max: number) {}

  /** Throws TooLongMessage. */
  take(text: string): StreamPiece[] {
    const pieces: StreamPiece[] = [];
    this.#text += text.replaceAll('\0', '');
    while (!this.#isBroken && this.#at < this.#text.length) {
      const token = xmlToken(this.#text, this.#at);
      if (token.kind === 'fault') {
        if (token.isOpen) break;
        this.#isBroken = true;
        pieces.push({ kind: 'broken' });
        break;
      }
      // More of a text may come.
      if (token.kind === 'text' && token.end === this.#text.length && !token.isCdata) break;
      this.#at = token.end;
      if (token.kind === 'open') this.#opened(token.name, token.isEmpty, pieces);
      else if (token.kind === 'close') this.#closed(pieces);
      else if (this.#depth < 2) this.#drop();
    }
    if (this.#text.length > this.max) throw new TooLongMessage(`a stanza is longer than ${this.max} characters`);
    return pieces;
  }

  /** A tag as that of the stream begins it anew, as XMPP does after SASL. */
  #opened(name: string, isEmpty: boolean, pieces: StreamPiece[]): void {
    if (this.#depth === 0 || (this.#depth === 1 && name === this.#root)) {
      const tag = this.#drop();
      this.#root = name;
      this.#depth = isEmpty ? 0 : 1;
      pieces.push({ kind: 'opening', source: isEmpty ? tag : `${tag.slice(0, -1)}/>` });
    } else if (!isEmpty) this.#depth++;
    else if (this.#depth === 1) pieces.push({ kind: 'stanza', source: this.#drop() });
  }

  #closed(pieces: StreamPiece[]): void {
    this.#depth--;
    if (this.#depth === 1) pieces.push({ kind: 'stanza', source: this.#drop() });
    else if (this.#depth <= 0) {
      this.#drop();
      this.#depth = 0;
      pieces.push({ kind: 'end' });
    }
  }

  /** What was read so far. */
  #drop(): string {
    const piece = this.#text.slice(0, this.#at);
    this.#text = this.#text.slice(this.#at);
    this.#at = 0;
    return piece;
  }
}
