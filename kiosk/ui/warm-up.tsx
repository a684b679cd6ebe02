import { render } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import { sayIn } from '#config/strings/patient-messages.ts';
import type { Screen } from '#kiosk/bridge/words.ts';
import { ScreenView } from './screens/screen-view.tsx';

/** From then on their code runs as fast as it will without being compiled for speed, which would take a processor away. */
const rounds = 3;

/**
 * Draws the screens of an ordinary visit, of nobody and unseen, while nobody waits. After each visit the page is a fresh document, and the
 * first drawing of a screen in one takes several times as long as the next: its code is compiled, its letters are measured. That is not to
 * be a patient's time. Each is drawn and gone within one task, so that none is ever on the glass or under a finger.
 */
export function warmUpScreens(clock: Clock): void {
  const todo = Array.from({ length: rounds }, () => ordinaryVisit).flat();
  const drawNext = () => {
    const screen = todo.shift();
    if (!screen) return;
    drawUnseen(screen, clock);
    requestIdleCallback(drawNext);
  };
  requestIdleCallback(drawNext);
}

function drawUnseen(screen: Screen, clock: Clock): void {
  const unseen = document.createElement('div');
  unseen.className = 'kiosk';
  unseen.inert = true;
  unseen.style.cssText = 'position: fixed; inset: 0; visibility: hidden';
  document.body.append(unseen);
  render(
    <div class="frame in-session">
      <ScreenView screen={screen} say={sayIn('vi')} act={() => {}} clock={clock} />
    </div>,
    unseen,
  );
  // Asked for, so that it is laid out now.
  unseen.getBoundingClientRect();
  render(null, unseen);
  unseen.remove();
}

const ordinaryVisit: readonly Screen[] = [
  {
    show: 'confirm-identity',
    person: {
      fullName: 'Nguyễn Thị Ví Dụ',
      birth: '01/01/1950',
      numbers: [{ of: 'citizen-card', masked: '001 •••• •• 123' }],
    },
    remarks: [{ kind: 'insurance-valid', until: '31/12/2030' }],
    chip: 'none',
  },
  {
    show: 'choose-service',
    services: [{ code: 'one', name: 'Khám Nội', room: '101', floor: 'Tầng 1', icon: '' }],
    canAskForHelpChoosing: true,
    chip: 'none',
  },
  {
    show: 'take-ticket',
    ticket: {
      number: 'A012',
      priority: false,
      serviceName: 'Khám Nội',
      room: '101',
      floor: 'Tầng 1',
      directions: undefined,
      slot: 'below',
      code: '0'.repeat(64),
      paper: 'printing',
      again: false,
      replaces: undefined,
      canChangeService: true,
      canGoOnWithFamily: false,
      canMeasure: true,
      canReprint: false,
      leaving: false,
    },
  },
];
