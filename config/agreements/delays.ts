/** Every wait in the kiosk that a patient or a technician could notice, in milliseconds. Tests advance time by these names. */
export const delays = {
  /** No touch and no scan for so long: ask whether the patient is still there (design §9). */
  untilIdleWarningMs: 45_000,
  /** How long the warning counts down before the session is reset. */
  idleCountdownMs: 15_000,
  /** Somebody else has come: so long may the person of this turn say that they are still here. */
  nextWaitsMs: 10_000,
  /** The same when their number is nowhere but on the screen. */
  nextWaitsForNumberMs: 20_000,
  /** A name stays on the screen so long, unless its owner shows the card again. */
  nameOnScreenMs: 25_000,
  /** The same where the card had to wait for its turn, whose owner may have gone meanwhile. */
  nameOfNextMs: 10_000,
  /** One turn, whatever is done in it; what is owed to it comes first, and nobody's measurement is broken off. */
  longestTurnMs: 1_200_000,
  /** The longest time is up: so long that is said before the turn ends. */
  lastCallMs: 20_000,
  /** The same after a number or a reading that came so late: it is read first. */
  lastLookMs: 60_000,
  /** A help sheet that nobody touches. */
  helpMs: 60_000,
  /** Where somebody is sent to the emergency department: they may need help before they can walk. */
  emergencyMs: 180_000,
  /** Somebody has said by name that they come to whoever was measured in danger: time to come, and to look after them. */
  crisisAnsweredMs: 600_000,
  /** Whoever rests before measuring sits still. */
  restingMs: 600_000,
  /** Paper begins so long after the number, so that "choose again" comes before it (design §7). */
  chooseAgainMs: 1_500,
  /** The same where the number may be taken by phone: long enough to read that and to tap. */
  takeByPhoneMs: 6_000,
  /** How it went is asked so long, and nobody need answer. */
  surveyMs: 10_000,
  /** The thanks for it. */
  surveyThanksMs: 3_000,
  /** Another service is not chosen after all. */
  choosingAgainMs: 45_000,
  /** After so long without anybody, numbers without papers are printed again. */
  papersAgainMs: 600_000,
  /** Longer than the longest deadline that a site file may set for the hospital's answers. */
  hospitalMs: 12_000,
  /** A printed ticket's screen waits so long for the patient to walk off. */
  printedTicketMs: 45_000,
  /** A number that is not on paper stays on the screen so long. */
  unprintedTicketMs: 120_000,
  /** A blood-pressure reading stays on the screen so long. */
  readingMs: 60_000,
  /** A phone or a passport under the scanner that is not read: another way is pointed out. */
  scanIsSlowMs: 12_000,
  /** The "scan again" screen, unless a scan comes first. */
  scanAgainMs: 8_000,
  /** A notice inside a session ("that is somebody else's card"). */
  noticeMs: 6_000,
  /** A kiosk at rest asks the store whether it could keep the next visit. */
  storeCheckMs: 60_000,
  /** An out-of-service kiosk asks the store again. */
  storeProbeMs: 10_000,
} as const;
