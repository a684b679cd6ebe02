import type { Remark, Screen, ScreenName, Snapshot, TicketOnScreen } from '#kiosk/bridge/words.ts';

/** What stands in the place of anything about a person. */
export const masked = '•••••';
const maskedDate = '••/••/••••';
const maskedNumber = '••••';

type Mask<Name extends ScreenName> = (screen: Extract<Screen, { readonly show: Name }>) => Screen;
const asItIs = (screen: Screen): Screen => screen;

/**
 * Each screen without whatever it says about somebody: name, birth, numbers, what a card remarks, what was booked or measured, and the
 * ticket's number and code. Complete by type: a screen that is not here does not compile.
 */
const masks: { readonly [Name in ScreenName]: Mask<Name> } = {
  attract: (screen) => ({ ...screen, ...(screen.invited ? { invited: { number: masked } } : {}) }),
  'scan-again': asItIs,
  'please-wait': asItIs,
  'scan-card-too': asItIs,
  'choose-way-in': asItIs,
  'show-to-scanner': asItIs,
  'type-number': ({ of, forms }) => ({ show: 'type-number', of, forms, typed: '', wrong: undefined }),
  'say-number-back': ({ of }) => ({ show: 'say-number-back', of, groups: [masked] }),
  'who-are-you': (screen) => ({ ...screen, typed: '' }),
  'when-born': asItIs,
  'phone-number': asItIs,
  'confirm-identity': ({ person: { fullName, birth, numbers }, remarks, whose }) => ({
    show: 'confirm-identity',
    person: {
      fullName: fullName && masked,
      birth: birth && maskedDate,
      numbers: numbers.map(({ of }) => ({ of, masked: maskedNumber })),
    },
    remarks: remarks.flatMap(maskedRemark),
    chip: 'none',
    // That it is a child's is about them.
    ...(whose ? { whose: 'anybodys' as const } : {}),
  }),
  companion: (screen) =>
    screen.asks === 'details'
      ? { ...screen, name: screen.name && masked, number: screen.number && maskedNumber }
      : screen,
  consent: (screen) => ({ ...screen, by: 'patient', hasCompanion: false }),
  particulars: (screen) =>
    screen.asks === 'right'
      ? { ...screen, known: [{ ...screen.known[0], value: masked }, ...screen.known.slice(1).map(maskedKnown)] }
      : screen,
  'emergency-signs': asItIs,
  screening: ({ signs }) => ({ show: 'screening', signs }),
  priority: asItIs,
  // Whoever is called stands in the list of calls.
  'go-to-emergency': (screen) => ({ ...screen, call: undefined }),
  'go-to-isolation': ({ ticket }) => ({
    show: 'go-to-isolation',
    ticket: { ...maskedTicket(ticket), room: masked, floor: undefined, directions: undefined },
  }),
  'confirm-contact': () => ({ show: 'confirm-contact', phone: maskedNumber }),
  'choose-appointment': ({ appointments }) => ({
    show: 'choose-appointment',
    appointments: appointments.map(({ kind }, index) => ({
      appointmentId: String(index),
      kind,
      name: masked,
      time: undefined,
    })),
  }),
  'choose-service': ({ services, canAskForHelpChoosing }) => ({
    show: 'choose-service',
    services,
    canAskForHelpChoosing,
    chip: 'none',
  }),
  'choose-purpose': asItIs,
  'referral-letter': asItIs,
  'referral-year': asItIs,
  'choose-symptom': asItIs,
  preparation: asItIs,
  'take-ticket': ({ ticket }) => ({ show: 'take-ticket', ticket: maskedTicket(ticket) }),
  // Why somebody must go to the desk is about them.
  'go-to-desk': ({ ticket, desk }) => ({ show: 'go-to-desk', why: 'no-papers', desk, ticket: maskedTicket(ticket) }),
  'your-number': ({ of }) => ({ show: 'your-number', of: { ...of, number: maskedNumber } }),
  'give-up-surely': () => ({ show: 'give-up-surely', number: maskedNumber }),
  'number-given-up': () => ({ show: 'number-given-up', number: maskedNumber }),
  survey: () => ({ show: 'survey', number: maskedNumber, isThanked: false }),
  'get-ready': (screen) => ({ ...screen, number: maskedNumber }),
  measuring: (screen) => (screen.phase === 'waiting-for-device' ? screen : { ...screen, cuffMmHg: undefined }),
  resting: (screen) => ({ ...screen, number: maskedNumber }),
  'show-reading': () => ({ show: 'show-reading', number: maskedNumber, result: maskedResult }),
  crisis: ({ desk }) => ({ show: 'crisis', number: maskedNumber, desk, call: undefined }),
  'not-measured': (screen) => ({ ...screen, advice: 'none' }),
  'out-of-service': asItIs,
  'lobby-pad': (screen) => ({ ...screen, attempt: 0 }),
  'lobby-menu': asItIs,
  'lobby-crisis': (screen) => ({ ...screen, number: maskedNumber, by: screen.by && masked }),
  'set-up': (screen) => ({ ...screen, code: undefined }),
};

const maskedResult = { kind: 'blood-pressure', systolic: 0, diastolic: 0, pulse: 0 } as const;

function maskedKnown<Known extends { readonly value: string }>(known: Known): Known {
  return { ...known, value: masked };
}

/** For whoever looks from afar: the same screen, and nobody on it. */
export function maskedSnapshot(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    session: snapshot.session === 'none' ? 'none' : 'masked',
    screen: maskedScreen(snapshot.screen),
    overlay: maskedOverlay(snapshot.overlay),
    // What the kiosk remarks to somebody is about them.
    notice: undefined,
  };
}

function maskedScreen<Name extends ScreenName>(screen: Extract<Screen, { readonly show: Name }>): Screen {
  const mask: Mask<Name> = masks[screen.show as Name];
  return mask(screen);
}

function maskedOverlay(overlay: Snapshot['overlay']): Snapshot['overlay'] {
  switch (overlay?.show) {
    case 'next-waits':
    case 'time-is-up':
      return { ...overlay, number: overlay.number && maskedNumber };
    case 'help':
      return { ...overlay, call: overlay.call?.is === 'coming' ? { ...overlay.call, by: masked } : overlay.call };
    default:
      return overlay;
  }
}

function maskedRemark(remark: Remark): readonly Remark[] {
  switch (remark.kind) {
    case 'insurance-valid':
      return [{ kind: 'insurance-valid', until: remark.until && maskedDate }];
    case 'insurance-expired':
    case 'insurance-to-check':
    case 'name-does-not-match':
    case 'birth-does-not-match':
    case 'hospital-knows-another':
    case 'new-card-issued':
    case 'other-facility':
    case 'citizen-card-expired':
    case 'passport-expired':
    case 'insurance-not-yet-valid':
    case 'priority':
    case 'insurance-checked':
    case 'insurance-validity-not-readable':
    case 'text-damaged':
      return [];
  }
}

/** Without the picture of the way: it tells the room of whoever is isolated, and the mirror has no such address. */
function maskedTicket({ map: _map, ...ticket }: TicketOnScreen): TicketOnScreen {
  return { ...ticket, number: maskedNumber, priority: false, code: masked, replaces: ticket.replaces && maskedNumber };
}
