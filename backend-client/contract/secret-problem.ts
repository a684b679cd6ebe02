/** A file that the site file names and that does not do. `path` is the technician's own. */
export interface SecretFileProblem {
  readonly kind:
    | 'not-readable'
    | 'readable-by-others'
    | 'not-pem'
    | 'not-a-token'
    /** The private key belongs to another certificate. */
    | 'other-key'
    | 'too-short'
    | 'too-long';
  readonly path: string;
}

/** `not-set`: the environment has no such variable. Nothing here ever holds the secret. */
export interface SecretVariableProblem {
  readonly kind: 'not-set' | 'too-short';
  readonly variable: string;
}

export type SecretProblem = SecretFileProblem | SecretVariableProblem;
