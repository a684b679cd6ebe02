import type { ChipOnScreen } from '../chip-on-screen.ts';

export interface ServiceScreen {
  readonly show: 'choose-service';
  readonly services: readonly ServiceOnScreen[];
  readonly canAskForHelpChoosing: boolean;
  readonly chip: ChipOnScreen;
}

export interface ServiceOnScreen {
  readonly code: string;
  readonly name: string;
  readonly room: string;
  readonly floor: string | undefined;
  readonly icon: string;
}

/** `null`: "I do not know where to go". */
export interface ServiceAnswer {
  readonly serviceCode: string | null;
}
