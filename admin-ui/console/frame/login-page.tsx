import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ApiProblem } from '../state/api-problem.js';
import { logIn, loginNote } from '../state/login.js';
import { ProblemNote } from '../pieces/problem-note.js';

/** Who are you? */
export function LoginPage(): VNode {
  const problem = useSignal<ApiProblem | undefined>(undefined);
  const busy = useSignal(false);
  const name = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  useEffect(() => name.current?.focus(), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    busy.value = true;
    try {
      await logIn({ user: name.current!.value.trim(), password: password.current!.value });
    } catch (error) {
      problem.value = ApiProblem.of(error);
      password.current?.select();
    }
    busy.value = false;
  };
  return (
    <main class="login">
      <form onSubmit={(event) => void submit(event)}>
        <h1 class="brand">
          <span class="brand-mark" aria-hidden="true" />
          Afterglow
        </h1>
        {loginNote.value !== '' && problem.value === undefined && (
          <p class="note" role="status">
            {loginNote.value}
          </p>
        )}
        <ProblemNote problem={problem.value} />
        <label class="field">
          <span>User</span>
          <input class="input" ref={name} name="user" autocomplete="username" autocapitalize="none" required />
        </label>
        <label class="field">
          <span>Password</span>
          <input
            class="input"
            ref={password}
            name="password"
            type="password"
            autocomplete="current-password"
            required
          />
        </label>
        <p class="field">
          <button type="submit" class="button primary" disabled={busy.value}>
            {busy.value ? 'Logging in…' : 'Log in'}
          </button>
        </p>
        <p class="faint">
          The password of the first administrator was shown once when the server started. Lost it? Set another with{' '}
          <code>afterglow user password</code>.
        </p>
      </form>
    </main>
  );
}
