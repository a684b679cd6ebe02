import { screeningSigns } from '#config/catalogues/screening-signs.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import { hasFever } from '#kiosk/facts/fever.ts';
import type { QuestionSurroundings } from '../surroundings.ts';
import type { ScreeningScreen, TemperatureOnScreen } from './words.ts';

export function screeningScreen(facts: Facts, { settings }: QuestionSurroundings): ScreeningScreen {
  const temperature = settings.takesTemperature ? temperatureOf(facts, hasFever(settings, facts)) : undefined;
  return { show: 'screening', signs: screeningSigns, ...(temperature ? { temperature } : {}) };
}

/** Nobody is invited to a thermometer that is not there. */
function temperatureOf({ temperature }: Facts, isFever: boolean): TemperatureOnScreen | undefined {
  const { stands, celsius } = temperature;
  if (stands !== 'awaited' && stands !== 'measuring' && celsius === undefined) return undefined;
  return { stands: stands === 'measuring' ? 'measuring' : 'awaited', celsius, isFever };
}
