import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Clock } from '#config/agreements/clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import { sayIn } from '#config/strings/patient-messages.ts';
import { noSession, type ScreenName } from '#kiosk/bridge/words.ts';
import { FailureBoundary } from './failure-boundary.tsx';
import { settle } from './input/settle.ts';
import { lateCode } from './late-code.ts';
import { OverlayView } from './overlays/overlay-view.tsx';
import type { PageModel, View } from './page-model.ts';
import type { Act } from './parts/act.ts';
import { Backdrop } from './parts/backdrop.tsx';
import { Header } from './parts/header.tsx';
import { Steps } from './parts/steps.tsx';
import { Ways } from './parts/ways.tsx';
import { LinkDown, TakenOver } from './screens/no-host.tsx';
import { ScreenNow } from './screens/screen-now.tsx';

interface PatientPageProps {
  readonly model: Pick<PageModel, 'view' | 'settlingAround' | 'isShielded'>;
  readonly act: Act;
  readonly clock: Clock;
  /** A screen could not be drawn. */
  readonly onFailure: () => void;
}

export function PatientPage({ model, act, clock, onFailure }: PatientPageProps): JSX.Element {
  const view = model.view.value;
  const language = view.shows === 'snapshot' ? view.snapshot.language : 'vi';
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const kiosk = useRef<HTMLDivElement>(null);
  const tap = model.settlingAround.value;
  // After each drawing: a button may come while the others are still settling.
  useLayoutEffect(() => {
    if (kiosk.current) settle(kiosk.current, tap);
  });

  return (
    <div
      class="kiosk"
      ref={kiosk}
      data-screen={view.shows === 'snapshot' ? view.snapshot.screen.show : view.shows}
      data-ring={view.shows === 'snapshot' ? view.snapshot.ring : undefined}
      data-shielded={model.isShielded.value ? '' : undefined}
    >
      <Backdrop />
      <FailureBoundary onFailure={onFailure}>
        <Picture view={view} act={act} clock={clock} />
      </FailureBoundary>
    </div>
  );
}

function Picture({ view, act, clock }: { readonly view: View; readonly act: Act; readonly clock: Clock }): JSX.Element {
  switch (view.shows) {
    case 'link-down':
    case 'failed':
      return <LinkDown />;
    case 'taken-over':
      return <TakenOver />;
    case 'snapshot':
      return <Serving view={view} act={act} clock={clock} />;
    default:
      return unreachable(view);
  }
}

/** Screens on which no patient looks for a way. */
const forStaff: readonly ScreenName[] = ['set-up', 'lobby-pad', 'lobby-menu', 'lobby-crisis'];

interface ServingProps {
  readonly view: Extract<View, { shows: 'snapshot' }>;
  readonly act: Act;
  readonly clock: Clock;
}

function Serving({ view: { snapshot, step }, act, clock }: ServingProps): JSX.Element {
  const { session, screen, overlay, language } = snapshot;
  const say = sayIn(language);
  const frame = useRef<HTMLDivElement>(null);
  const isCovered = overlay !== undefined;
  useLayoutEffect(() => {
    // A sheet has gone: back to the question that it covered, or to the one that has come meanwhile.
    if (!isCovered) frame.current?.querySelector('h1')?.focus({ preventScroll: true });
  }, [isCovered]);
  return (
    <>
      <div ref={frame} class={`frame ${session === noSession ? '' : 'in-session'}`} inert={isCovered}>
        <Header snapshot={snapshot} say={say} clock={clock} />
        <Steps step={step} say={say} />
        <ScreenNow
          key={`${session} ${lateCode.value?.nameWithStage(screen) ?? screen.show}`}
          screen={screen}
          say={say}
          act={act}
          clock={clock}
        />
        {!forStaff.includes(screen.show) && <Ways snapshot={snapshot} say={say} act={act} />}
      </div>
      {overlay && <OverlayView key={overlay.show} overlay={overlay} say={say} act={act} clock={clock} />}
    </>
  );
}
