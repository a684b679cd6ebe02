/** One purpose that needs consent: exactly these words, and two buttons that are each other's equal. */
export interface ConsentScreen {
  readonly show: 'consent';
  readonly title: string;
  readonly text: string;
  /** SHA-256 of title and text, 64 hexadecimal digits: an answer is to these words. */
  readonly wordsHash: string;
  /** Whose yes or no it is. */
  readonly by: 'patient' | 'guardian' | 'patient-and-guardian';
  /** Somebody has come with the patient, who answers themselves. */
  readonly hasCompanion: boolean;
  /** Which one of how many. */
  readonly at: number;
  readonly of: number;
  /** Where a yes is taken back later. */
  readonly desk: string;
}

export interface ConsentAnswer {
  readonly wordsHash: string;
  readonly granted: boolean;
}
