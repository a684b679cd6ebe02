/**
 * Signs of an emergency that a person can see in themselves or in whom they bring, in the order of the screen. From the red criteria
 * of the Interagency Integrated Triage Tool (WHO, MSF and ICRC, 2020): respiratory distress, heavy bleeding, active convulsions, acute
 * chest pain, fever with a stiff neck or an altered mental state; and of its yellow ones those that a lobby must not keep waiting:
 * acute focal neurological complaint, recent fainting. What only a measurement or an examination shows does not stand here. It sends to
 * a person, and diagnoses nothing.
 */
export const emergencySigns = [
  'chest-pain',
  'hard-to-breathe',
  'weakness-or-speech',
  'heavy-bleeding',
  'fainting',
  'fits',
  'fever-stiff-neck',
] as const;

export type EmergencySign = (typeof emergencySigns)[number];
