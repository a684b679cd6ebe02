import type { EmergencySign } from '#config/catalogues/emergency-signs.ts';

export interface EmergencyScreen {
  readonly show: 'emergency-signs';
  readonly signs: readonly EmergencySign[];
}

export interface EmergencyAnswer {
  readonly sign: EmergencySign | 'none';
}
