import type { LucideIcon } from 'lucide-preact';
import type { JSX } from 'preact';

interface ButtonProps {
  readonly label: string;
  readonly onPress: () => void;
  /** `primary` looks like the way on; `secondary` like another way. */
  readonly look?: 'primary' | 'secondary';
  readonly icon?: LucideIcon | undefined;
  /** Marks the one harmless button that moves on with the ordinary choice. */
  readonly isPrimary?: boolean;
  /** The item of a choice that this button takes. */
  readonly choice?: string | undefined;
  /** What must never be deaf, however shortly it has stood there: the way to stop a cuff, to call an emergency. */
  readonly isAlwaysHeard?: boolean;
}

export function Button({
  label,
  onPress,
  look = 'secondary',
  icon: Icon,
  isPrimary,
  choice,
  isAlwaysHeard,
}: ButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class={`button ${look}`}
      onClick={onPress}
      data-primary={isPrimary ? '' : undefined}
      data-choice={choice}
      data-always-heard={isAlwaysHeard ? '' : undefined}
    >
      {Icon && <Icon aria-hidden="true" class="icon" />}
      <span>{label}</span>
    </button>
  );
}
