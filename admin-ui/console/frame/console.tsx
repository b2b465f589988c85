import type { VNode } from 'preact';
import { login } from '../state/login.js';
import { Frame } from './frame.js';
import { LoginPage } from './login-page.js';

/** The console: the login, or the window behind it. */
export function Console(): VNode | null {
  if (login.value === undefined) return null;
  // Another user begins with nothing of the one before.
  return login.value === null ? <LoginPage /> : <Frame key={login.value.user} />;
}
