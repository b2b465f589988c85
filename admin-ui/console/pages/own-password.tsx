import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { PasswordChange } from '../../../src/admin/api/schema/index.js';
import { ApiProblem } from '../state/api-problem.js';
import { change } from '../state/api.js';
import { leave, login } from '../state/login.js';
import { ProblemNote } from '../pieces/problem-note.js';

/** Changes the password of who is here. */
export function OwnPassword(): VNode {
  const current = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const problem = useSignal<ApiProblem | undefined>(undefined);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wanted: PasswordChange = { current: current.current!.value, password: password.current!.value };
    try {
      await change('PUT', ['session', 'password'], wanted);
      leave('Your password is changed. Log in with the new one.');
    } catch (error) {
      problem.value = ApiProblem.of(error);
    }
  };
  return (
    <form class="narrow" onSubmit={(event) => void save(event)}>
      <ProblemNote problem={problem.value} />
      <input
        class="unseen"
        name="username"
        autocomplete="username"
        readOnly
        tabIndex={-1}
        aria-hidden="true"
        value={login.value?.user ?? ''}
      />
      <label class="field">
        <span>Present password</span>
        <input class="input" ref={current} type="password" required autocomplete="current-password" />
      </label>
      <label class="field">
        <span>New password</span>
        <input
          class="input"
          ref={password}
          type="password"
          required
          minLength={10}
          maxLength={200}
          autocomplete="new-password"
        />
        <small>At least 10 characters. All your logins end, this one too.</small>
      </label>
      <p class="field actions">
        <button type="submit" class="button primary">
          Change my password
        </button>
      </p>
    </form>
  );
}
