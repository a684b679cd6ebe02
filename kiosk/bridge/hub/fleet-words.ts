import type { LocalizedText } from '#config/agreements/language.ts';

/** The words between hub and fleet page. `GET /live/fleet` (WebSocket) brings whole snapshots; the page says `touch` when somebody is there. */
export interface FleetSnapshot {
  readonly test: boolean;
  readonly siteName: string;
  readonly timeZone: string;
  /** Epoch ms by the hub's clock. */
  readonly now: number;
  readonly hub: { readonly is: 'deciding' | 'second' } | { readonly is: 'waiting'; readonly for: DatabaseTrouble };
  readonly isRecovering: boolean;
  /** Whoever needs somebody most first. */
  readonly kiosks: readonly KioskOnPage[];
  /** Of each place, in the order of the settings. */
  readonly voices: readonly VoiceOnPage[];
}

export interface VoiceOnPage {
  readonly place: string;
  /** As `PlaceVoice` of the boards. */
  readonly voice: 'speaks' | 'quiet' | 'making' | 'no-voice' | 'no-board' | 'no-sound' | 'failed';
  readonly boards: number;
}

export type DatabaseTrouble =
  | 'not-reachable'
  | 'lost-place'
  | 'taken'
  | 'not-ours'
  | 'newer'
  | 'older'
  | 'denied'
  | 'not-trusted'
  | 'damaged'
  | 'disk-full'
  | 'not-writable';

export interface KioskOnPage {
  readonly kioskId: string;
  readonly mark: string;
  /** Whose counters ring when somebody there calls; `null`: all. */
  readonly place: LocalizedText | null;
  readonly need: 'silent' | 'out-of-service' | 'degraded' | 'other-document-key' | 'not-heard' | 'well' | 'revoked';
  /** Epoch ms; `null`: not since the hub has started. */
  readonly heardAt: number | null;
  readonly program: string | null;
  readonly condition: Readonly<Record<string, string | number | boolean>>;
  readonly hasOtherDocumentKey: boolean;
}
