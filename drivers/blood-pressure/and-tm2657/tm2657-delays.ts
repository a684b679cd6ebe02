/** Waits of the conversation, in milliseconds. */
export const tm2657Delays = {
  /** A record of 138 bytes takes 0.6 s at 2,400 baud. */
  answerWithinMs: 1_500,
  /** A device that was off or deaf never answers what it did not hear; until then a late answer is taken for one of these. */
  forgetQuestionsAfterMs: 6_000,
  /** Between two looks at an idle device. */
  lookAgainMs: 60_000,
  /** The same while it is silent. */
  lookAgainWhileSilentMs: 1_000,
  /** After a refused start, for the end of whatever the device was doing. */
  startAgainMs: 1_000,
  /** A measurement takes some 35 s; the record that has not come by itself after so long is asked for, again and again. */
  readBackAfterMs: 90_000,
  readBackAgainMs: 15_000,
  /** After the stop, for a record that was on its way. */
  quietAfterStopMs: 500,
  longestMeasurementMs: 180_000,
  /** As `forgetQuestionsAfterMs`, where the answer would be a record that is known already: no line holds bytes up for longer. */
  repeatsWithinMs: 30_000,
  /** Two records of the same minute came within it. */
  sameMinuteMs: 60_000,
} as const;
