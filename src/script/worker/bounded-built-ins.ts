import { Script } from 'node:vm';

/** Items or characters. Longer arrays are kept as tables. */
const LONGEST = 2 ** 25;

/**
 * Has some methods of the realm that it is run in refuse what is too long for them. Of a text with hundreds of millions
 * of characters `split` makes an array that V8 cannot have, and ends the whole process for it; and it fills the table
 * of a long array item by item for minutes, in which nothing can end it. It is sloppy code: the inspector, which looks
 * where a thread is, writes out a text that is `this`, but not its object.
 */
export const boundedBuiltIns = new Script(
  `(() => {
    const { apply, defineProperty } = Reflect;
    const { isArray } = Array;
    const bound = (holder, name, lengthOf, what) => {
      const original = holder[name];
      const { [name]: bounded } = {
        [name](...args) {
          if (lengthOf(this, args[0]) > ${LONGEST}) {
            throw new RangeError(\`\${what} is too long for \${name}: ${LONGEST} are allowed\`);
          }
          return apply(original, this, args);
        },
      };
      defineProperty(bounded, 'length', { value: original.length });
      defineProperty(holder, name, { value: bounded, writable: true, configurable: true });
    };
    const ofText = (text) => (typeof text === 'string' || text instanceof String ? text.length : 0);
    for (const name of ['split', 'match', 'replace', 'replaceAll']) bound(String.prototype, name, ofText, 'the text');
    bound(Array.prototype, 'fill', (array) => (isArray(array) ? array.length : 0), 'the array');
    bound(JSON, 'parse', (_, text) => ofText(text), 'the text');
  })()`,
  { filename: 'afterglow' },
);
