/** How the code of the hospital's own patient card looks: capital letters or none, then so many digits. */
export interface PatientCodeForm {
  /** 1–6 of A–Z. */
  readonly prefix?: string | undefined;
  /** 4–11 */
  readonly digits: number;
}
