/** Of `kiosk/staff`; a page knows no other room's types. */
export type StaffRole = 'technician' | 'supervisor';

export interface PersonOnPage {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
}

export type PeopleCalls = {
  /** While set-up lasts: whoever typed the code becomes the first person, and is signed in as that person. */
  'people/first': {
    readonly asks: { readonly name: string; readonly pin: string };
    readonly answers: PersonOnPage;
    readonly problem: string;
  };
};
