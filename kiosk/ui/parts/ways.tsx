import { ArrowLeft, BellRing, Globe, type LucideIcon, RotateCcw } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import { sayIn } from '#config/strings/patient-messages.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import type { Act } from './act.ts';

interface WaysProps {
  readonly snapshot: Snapshot;
  readonly say: Say;
  readonly act: Act;
}

/** Back, start over, language, help: always here, each always in its own place. What is not available leaves its place empty. */
export function Ways({ snapshot: { canGoBack, canStartOver, otherLanguages }, say, act }: WaysProps): JSX.Element {
  return (
    <nav class="ways" aria-label={say('screens.frame.ways')}>
      <div class="way-place">
        {canGoBack && (
          <Way icon={ArrowLeft} label={say('screens.frame.back')} onPress={() => act({ command: 'go-back' })} />
        )}
      </div>
      <div class="way-place">
        {canStartOver && (
          <Way icon={RotateCcw} label={say('screens.frame.startOver')} onPress={() => act({ command: 'start-over' })} />
        )}
      </div>
      <div class="way-place">
        {otherLanguages.map((language) => (
          <Way
            key={language}
            icon={Globe}
            language={language}
            label={sayIn(language)('screens.frame.language')}
            onPress={() => act({ command: 'choose-language', language })}
          />
        ))}
      </div>
      <div class="way-place">
        <Way
          isHelp
          icon={BellRing}
          label={say('screens.frame.callForHelp')}
          onPress={() => act({ command: 'call-for-help' })}
        />
      </div>
    </nav>
  );
}

interface WayProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onPress: () => void;
  readonly language?: string;
  readonly isHelp?: boolean;
}

function Way({ icon: Icon, label, onPress, language, isHelp = false }: WayProps): JSX.Element {
  return (
    <button
      type="button"
      class={isHelp ? 'way help' : 'way'}
      lang={language}
      // Help and the language undo themselves, and are looked for by whoever is lost on this very screen.
      data-always-heard={isHelp || language ? '' : undefined}
      onClick={onPress}
    >
      <Icon aria-hidden="true" class="icon" />
      <span>{label}</span>
    </button>
  );
}
