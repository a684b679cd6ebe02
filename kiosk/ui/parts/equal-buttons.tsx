import type { JSX } from 'preact';
import { Button } from './button.tsx';

interface EqualButtonsProps {
  readonly yes: string;
  readonly no: string;
  readonly onAnswer: (granted: boolean) => void;
}

/** Yes and no where neither may be made easier than the other: one look, one size, no sign, and none that moves on by itself. */
export function EqualButtons({ yes, no, onAnswer }: EqualButtonsProps): JSX.Element {
  return (
    <div class="actions side-by-side equal">
      <Button choice="agree" label={yes} onPress={() => onAnswer(true)} />
      <Button choice="decline" label={no} onPress={() => onAnswer(false)} />
    </div>
  );
}
