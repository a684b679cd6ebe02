/** Whoever does what is grave shows again that it is them; the owner of the machine has none, and sends it empty. */
export interface OwnSecret {
  readonly pin: string;
  /** Of the authenticator app. */
  readonly code?: string | undefined;
}

/** Of a call that asks for one; whatever else it asks has been read by then. */
export function ownSecret(asked: unknown): OwnSecret | undefined {
  if (typeof asked !== 'object' || asked === null || !('own' in asked)) return undefined;
  // The call's own reader has read it: nothing else is called so.
  return asked.own as OwnSecret;
}
