import { TriangleAlert } from 'lucide-preact';
import type { VNode } from 'preact';
import type { ApiProblem } from '../state/api-problem.js';

/** Why something cannot be shown or done; nothing if it can. */
export function ProblemNote({ problem }: { readonly problem: ApiProblem | undefined }): VNode | null {
  if (problem === undefined) return null;
  return (
    <p class="note bad" role="alert">
      <TriangleAlert aria-hidden="true" />
      <span>{problem.message}</span>
    </p>
  );
}
