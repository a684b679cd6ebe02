import { Camera, MoveDown, MoveLeft, MoveRight, Smartphone, TicketCheck } from 'lucide-preact';
import type { JSX } from 'preact';
import { unreachable } from '#config/agreements/result.ts';
import type { TicketOnScreen } from '#kiosk/bridge/words.ts';

const arrows = { below: MoveDown, left: MoveLeft, right: MoveRight } as const;

/** The printer's mouth with the ticket in it and an arrow to where it is; or, without paper, what to do instead. */
export function SlotPicture({ paper, slot }: Pick<TicketOnScreen, 'paper' | 'slot'>): JSX.Element {
  switch (paper) {
    case 'held':
    case 'printing':
      return <Mouth />;
    case 'printed':
    case 'perhaps-printed': {
      const Arrow = arrows[slot];
      return (
        <span class="slot-picture" aria-hidden="true">
          <MouthDrawing />
          <span class="slot-arrow">
            <Arrow class="icon" />
          </span>
        </span>
      );
    }
    case 'not-printed':
      return (
        <span class="slot-picture" aria-hidden="true">
          <Camera class="icon" />
        </span>
      );
    case 'on-phone':
      return (
        <span class="slot-picture" aria-hidden="true">
          <Smartphone class="icon" />
        </span>
      );
    case 'kept':
      return (
        <span class="slot-picture" aria-hidden="true">
          <TicketCheck class="icon" />
        </span>
      );
    default:
      return unreachable(paper);
  }
}

function Mouth(): JSX.Element {
  return (
    <span class="slot-picture" aria-hidden="true">
      <MouthDrawing />
    </span>
  );
}

function MouthDrawing(): JSX.Element {
  return (
    <svg class="mouth" viewBox="0 0 120 120" aria-hidden="true">
      <defs>
        <clipPath id="below-the-mouth">
          <path d="M0 36h120v84H0z" />
        </clipPath>
      </defs>
      <rect class="mouth-body" x="6" y="14" width="108" height="34" rx="12" />
      <rect class="mouth-slit" x="20" y="31" width="80" height="9" rx="4.500" />
      <g clip-path="url(#below-the-mouth)">
        <g class="mouth-paper">
          <path class="mouth-sheet" d="M28 20h64v82l-8-6-8 6-8-6-8 6-8-6-8 6-8-6-8 6z" />
          <path class="mouth-line" d="M42 54h36M48 68h24M44 80h32" />
        </g>
      </g>
    </svg>
  );
}
