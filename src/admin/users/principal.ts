import type { Role } from '../api/schema/users.js';
import { ROLES } from '../api/schema/users.js';

/** Who asks, however that was proved. */
export interface Principal {
  readonly user: string;
  readonly role: Role;
  /** `adaptor/virtualHost`, if the user sees and changes nothing else. */
  readonly virtualHost?: string | undefined;
  /** How it was proved, for the audit log: `session`, `token <name>`, `password`. */
  readonly by: string;
}

/** Whether who has `role` may do what `needed` may. */
export function mayActAs(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** The lesser of two roles. */
export function lesserRole(a: Role, b: Role): Role {
  return mayActAs(a, b) ? b : a;
}
