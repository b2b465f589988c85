/** What happened to a property of a shared object, or to all of them. */
export type Change<State extends object> =
  | { readonly type: 'clear' }
  | {
      readonly [Name in keyof State & string]: {
        /** `change` and `delete` are others' doing; `success` and `reject` say what became of an own change. */
        readonly type: 'change' | 'delete' | 'success' | 'reject';
        readonly name: Name;
        /** What it is now. */
        readonly value: State[Name] | undefined;
        readonly oldValue: State[Name] | undefined;
      };
    }[keyof State & string];
