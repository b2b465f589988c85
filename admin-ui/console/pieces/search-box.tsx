import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Milliseconds after the last key. */
const REST = 200;

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** What a list is searched with; `/` puts the cursor here. */
export function SearchBox({ label, value, onSearch }: Props): VNode {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (typed: string): void => {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(typed.trim()), REST);
  };
  return (
    <input
      class="input search"
      type="search"
      aria-label={label}
      placeholder={label}
      title={`${label} (/)`}
      data-search
      value={text}
      onInput={(event) => type(event.currentTarget.value)}
    />
  );
}
