/** Why nothing was changed, and what to do; kinds of `PeopleProblem`, `SecretProblem` and `HubSocketProblem`. */
const sentences: Readonly<Record<string, string>> = {
  'no-name': 'A name has 2 to 60 letters.',
  'name-taken': 'Somebody has this name already, or it is kept for the owner of the machine.',
  'too-many': 'There are 200 people, and there is no room for more: remove somebody with --remove.',
  'unknown-person': 'Nobody has this name: see --list.',
  'last-supervisor': 'There would be no supervisor left. Make one with --role supervisor first.',
  'too-short': 'A PIN has 6 digits or more, a pass-phrase 10 characters or more.',
  'too-long': 'A PIN or a pass-phrase has at most 128 characters.',
  'one-digit': 'A PIN of one digit is the first that anybody would try. Choose another one.',
  'digits-in-a-row': 'Digits in a row are the first that anybody would try. Choose another PIN.',
  repeated: 'The same digits again and again are easily guessed. Choose another PIN.',
  'a-date': 'A date is easily guessed. Choose another PIN.',
  'well-known': 'This one stands in every list of guesses. Choose another one.',
  'contains-name': "It contains the person's own name. Choose another one.",
  'not-writable': 'The data folder cannot be written. Look at its disk and at who owns it.',
  'not-noted': 'The audit log cannot be written, so nothing was changed. Look at the disk of the data folder.',
  busy: 'The hub is busy. Try again.',
  'another-hub': 'The hub is starting or stopping. Try again.',
  'path-too-long': 'dataDir has too long a path for a socket. Choose a shorter one in the hub file.',
};

export function sentenceOfRefusal(kind: string): string {
  return sentences[kind] ?? `Nothing was changed (${kind}).`;
}
