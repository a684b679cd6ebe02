import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import { lateCode } from '../late-code.ts';
import { Attract } from './attract.tsx';
import { PleaseWait } from './please-wait.tsx';
import { ScanAgain } from './scan-again.tsx';
import type { ScreenProps } from './screen-props.ts';

/** The screens that are there from the beginning; all others as `screen-view.tsx` draws them, which comes after. */
export function ScreenNow({ screen, say, act, clock }: ScreenProps & { readonly clock: Clock }): JSX.Element {
  switch (screen.show) {
    case 'attract':
      return <Attract screen={screen} say={say} act={act} clock={clock} />;
    case 'scan-again':
      return <ScanAgain screen={screen} say={say} act={act} />;
    default: {
      const code = lateCode.value;
      return code && screen.show !== 'please-wait' ? (
        <code.ScreenView screen={screen} say={say} act={act} clock={clock} />
      ) : (
        <PleaseWait say={say} />
      );
    }
  }
}
