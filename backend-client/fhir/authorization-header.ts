import type { Result } from '#config/agreements/result.ts';

/** How this kiosk proves to a FHIR server who it is. */
export interface Authorization {
  /** The value of the Authorization header; `undefined` when none is sent. A problem: there are no credentials to be had now. */
  header(): Promise<Result<string | undefined, TokenProblem>>;
  /** The server answered 401. Whether `header` may have something newer now. */
  refused(): boolean;
}

/** `not-connected`, `tls-refused`: of the token endpoint. Whatever it is, nothing was sent to the FHIR server. */
export interface TokenProblem {
  readonly kind: 'no-credentials' | 'not-connected' | 'tls-refused';
}
