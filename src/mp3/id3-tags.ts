/**
 * What the ID3 tags of a file say, by the names that Flash gives them (`songname`, `artist`, `album`, `year`,
 * `comment`, `genre`, `track`) and, from ID3v2, by the names of its frames (`TIT2`, `TCOP` …).
 */
export type Id3Tags = ReadonlyMap<string, string>;
