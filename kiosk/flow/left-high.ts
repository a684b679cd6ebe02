import type { SessionId } from '#config/agreements/ids.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { isLeftHigh } from '#kiosk/measuring/crisis.ts';
import type { FlowEffect } from './effects.ts';
import type { Measuring } from './measuring-state.ts';

/**
 * One reading as high as a crisis is none, but whoever has it and is not measured again does not walk off without anybody knowing: a
 * person is called by their number, calmly and once a turn. Where no system takes calls the screen sends them to the desk.
 */
export function calledWhenLeftHigh(
  { measuring: plan, callsForHelp }: FlowSettings,
  { sessionId }: { readonly sessionId: SessionId },
  measuring: Measuring,
): { readonly measuring: Measuring; readonly effects: readonly FlowEffect[] } {
  const { device, sitting, number, wantsPerson } = measuring;
  const isHigh = plan !== undefined && device.takes === 'blood-pressure' && isLeftHigh(plan, sitting.readings);
  if (!isHigh || wantsPerson) return { measuring, effects: [] };
  const call: FlowEffect = { do: 'call-for-high-reading', caller: sessionId, ticketNumber: number };
  return { measuring: { ...measuring, wantsPerson: true }, effects: callsForHelp ? [call] : [] };
}
