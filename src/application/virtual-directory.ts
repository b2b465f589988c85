/** A folder in which the files of all names lie that begin with a prefix. */
export interface VirtualDirectory {
  /** Segments of names, `foo/bar`; empty for all names. */
  readonly prefix: string;
  readonly dir: string;
  /** Of the clients that it is for; undefined for all. */
  readonly virtualKey?: string | undefined;
}
