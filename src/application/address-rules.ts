/** Decides by network address. Made from `allow`, `deny` and `order` of the configuration. */
export interface AddressRules {
  /** The rule that refuses this address, for the log; undefined if it may pass. */
  refuses(address: string): string | undefined;
}

/** Lets everybody pass. */
export const allAddresses: AddressRules = { refuses: () => undefined };
