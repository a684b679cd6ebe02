import { emergencySigns } from '#config/catalogues/emergency-signs.ts';
import type { EmergencyScreen } from './words.ts';

export function emergencyScreen(): EmergencyScreen {
  return { show: 'emergency-signs', signs: emergencySigns };
}
