/** The hospital knows a phone number, masked: `••• ••• 567`. Is it still right? */
export interface ContactScreen {
  readonly show: 'confirm-contact';
  readonly phone: string;
}

export interface ContactAnswer {
  readonly isRight: boolean;
}
