import type { HospitalSettings } from '#config/settings/site-file.ts';
import type { HospitalSystem } from '../../contract/hospital-system.ts';

/** One system of the hospital, told and asked as the kiosk tells and asks it. */
export interface TestedSystem extends Omit<HospitalSystem, 'alertChannel'> {
  readonly settings: HospitalSettings;
}
