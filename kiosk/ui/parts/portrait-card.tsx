import type { LucideIcon } from 'lucide-preact';
import type { ComponentChildren, JSX } from 'preact';
import { LotusBloom } from './lotus.tsx';

/** A card like the one in the patient's hand, with what is known on it as `dt` and `dd`. */
export function PortraitCard({
  icon: Icon,
  children,
}: {
  readonly icon: LucideIcon;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="card person">
      <LotusBloom />
      <span class="portrait" aria-hidden="true">
        <Icon class="icon" />
      </span>
      <dl>{children}</dl>
    </section>
  );
}
