import { z } from 'zod';
import { givenName, moment } from './values.js';

/** What a user may: a viewer sees, an operator acts upon what runs, an administrator changes what is configured. */
export const ROLES = ['viewer', 'operator', 'administrator'] as const;
export const role = z.enum(ROLES);
export type Role = z.output<typeof role>;

const userName = z
  .string()
  .regex(/^[A-Za-z0-9._@-]{1,64}$/)
  .describe('1 to 64 letters, digits, dots, hyphens, underscores and at signs.');
const password = z.string().min(10).max(200).describe('At least 10 characters.');
const virtualHost = z
  .string()
  .regex(/^[^/]{1,255}\/[^/]{1,255}$/)
  .describe('`adaptor/virtualHost`: all that the user sees and changes.');

export const user = z.object({
  name: z.string(),
  role,
  virtualHost: virtualHost.optional(),
  created: moment,
  passwordChanged: moment,
  lastLogin: moment.optional().describe('Since the server runs.'),
});
export type User = z.output<typeof user>;

export const newUser = z.strictObject({
  name: userName,
  password: password.optional().describe('One is made and answered if it is left out.'),
  role,
  virtualHost: virtualHost.optional(),
});
export type NewUser = z.input<typeof newUser>;
export const madeUser = z.object({
  user,
  password: z.string().optional().describe('The password that was made. It is shown this once.'),
});
export type MadeUser = z.output<typeof madeUser>;

export const userChange = z.strictObject({
  role: role.optional(),
  virtualHost: virtualHost.nullable().optional().describe('Null: not limited any more.'),
  password: password.optional(),
});
export type UserChange = z.input<typeof userChange>;
export const userParams = z.strictObject({ user: givenName });

export const login = z.strictObject({ user: z.string().min(1).max(64), password: z.string().min(1).max(200) });
export type Login = z.input<typeof login>;

export const session = z.object({
  user: z.string(),
  role,
  virtualHost: z.string().optional(),
  csrf: z
    .string()
    .optional()
    .describe('To be sent as `x-csrf-token` with every request that changes something; none with a token.'),
  expires: moment.optional().describe('When the login ends if nothing is asked until then; none with a token.'),
});
export type Session = z.output<typeof session>;

export const passwordChange = z.strictObject({ current: z.string().min(1).max(200), password });
export type PasswordChange = z.input<typeof passwordChange>;

export const token = z.object({
  name: z.string(),
  user: z.string().describe('Whose token it is: it may what that user may, and `role` at most.'),
  role,
  created: moment,
  expires: moment.optional(),
});
export type Token = z.output<typeof token>;
export const newToken = z.strictObject({
  name: userName,
  role: role.optional().describe('That of its user if it is left out.'),
  expires: moment.optional(),
});
export type NewToken = z.input<typeof newToken>;
export const madeToken = z.object({
  token,
  shown: z.string().describe('The token itself, for `Authorization: Bearer …`. It is shown this once.'),
});
export type MadeToken = z.output<typeof madeToken>;
export const tokenParams = z.strictObject({ name: givenName });
