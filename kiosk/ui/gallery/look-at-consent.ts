import type { ButtonSeen, ConsentSeen } from './consent-seen.ts';

/** Of the page that is shown. Runs in it. */
export function lookAtConsent(): ConsentSeen {
  return {
    yes: buttonSeen('agree'),
    no: buttonSeen('decline'),
    primaries: document.querySelectorAll('.screen [data-primary]').length,
    ticked: document.querySelectorAll('.screen :is(input, [aria-checked], [aria-pressed])').length,
  };
}

function buttonSeen(choice: string): ButtonSeen | undefined {
  const button = document.querySelector<HTMLElement>(`.screen [data-choice="${choice}"]`);
  const words = button?.querySelector<HTMLElement>('span') ?? button;
  if (!button || !words) return undefined;
  const { width, height, top } = button.getBoundingClientRect();
  const [box, text] = [getComputedStyle(button), getComputedStyle(words)];
  const shape = [box.backgroundColor, box.backgroundImage, box.boxShadow, box.borderRadius, box.opacity, box.animation];
  const type = [text.color, text.fontSize, text.fontWeight, text.fontFamily, text.letterSpacing, text.textDecoration];
  return { place: [width, height, top], look: [...shape, ...type, `signs: ${button.querySelectorAll('svg').length}`] };
}
