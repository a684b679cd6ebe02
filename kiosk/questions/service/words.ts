import type { ChipOnScreen } from '../chip-on-screen.ts';
import type { NotOpenOnScreen } from '../not-open-on-screen.ts';

export type ServiceScreen =
  | {
      readonly show: 'choose-service';
      /** All of them, or those that a complaint leads to. */
      readonly services: readonly ServiceOnScreen[];
      readonly canAskForHelpChoosing: boolean;
      /** Whether complaints may be searched by now. */
      readonly canSearch?: boolean;
      /** The complaint that leads to these services, as the patient touched it. */
      readonly symptom?: string | undefined;
      readonly chip: ChipOnScreen;
    }
  /** Complaints in patients' words: they lead to services, and say nothing of what somebody has. */
  | {
      readonly show: 'choose-symptom';
      readonly symptoms: readonly SymptomOnScreen[];
      readonly canAskForHelpChoosing: boolean;
    };

export interface ServiceOnScreen {
  readonly code: string;
  readonly name: string;
  readonly room: string;
  readonly floor: string | undefined;
  readonly icon: string;
  /** It takes nobody now, and cannot be chosen. */
  readonly notOpen?: NotOpenOnScreen | undefined;
}

export interface SymptomOnScreen {
  readonly code: string;
  /** `Đau bụng` */
  readonly words: string;
  /** Of the first service that it leads to. */
  readonly icon: string;
}

export type ServiceAnswer =
  /** `null`: "I do not know where to go". */
  { readonly serviceCode: string | null } | { readonly isSearching: true } | { readonly symptom: string };
