import type { JSX } from 'preact';

/** A finger on the start button of the monitor. Moves only to explain that. */
export function PressButtonPicture({ label }: { readonly label: string }): JSX.Element {
  return (
    <div class="measuring-picture">
      <svg viewBox="0 0 960 780" role="img" aria-label={label}>
        <circle class="halo halo-wide" cx="480" cy="390" r="380" />
        <circle class="halo" cx="480" cy="390" r="284" />
        <ellipse class="floor" cx="440" cy="700" rx="360" ry="34" />
        <path
          class="monitor-body"
          d="M150 214a44 44 0 0 1 44-44h460a44 44 0 0 1 44 44l36 440a40 40 0 0 1-40 44H154a40 40 0 0 1-40-44z"
        />
        <rect class="monitor-screen" x="204" y="214" width="440" height="190" rx="30" />
        <path class="monitor-pulse-big" d="M244 316h84l30-56 52 106 40-74 22 24h132" />
        <g class="button-rings">
          <circle class="button-ring" cx="424" cy="552" r="104" />
          <circle class="button-ring" cx="424" cy="552" r="136" />
        </g>
        <circle class="monitor-button-ring" cx="424" cy="552" r="84" />
        <circle class="monitor-button" cx="424" cy="552" r="68" />
        <path class="button-sign" d="M424 510v36M394 526a42 42 0 1 0 60 0" />
        <g class="finger">
          <path class="sleeve" d="M1500 660 886 470l-58 196 560 190z" />
          <path
            class="cuff"
            d="m884 456 26 8c14 4 22 19 18 33l-56 186c-4 14-19 22-33 18l-26-8c-14-4-22-19-18-33l56-186c4-14 19-22 33-18z"
          />
          <path
            class="skin"
            d="M852 486c-66-34-130-42-180-30-34 8-52 40-42 74l24 78c10 34 40 54 74 54 32 0 56-2 84-4z"
          />
          <path class="index-shade" d="M690 516 476 568" />
          <path class="index" d="M690 504 480 556" />
          <path class="skin-fold" d="M652 580c22 12 46 14 72 6M664 628c20 8 40 8 62 2" />
          <path class="nail" d="M470 556c6-2 14-4 22-6" />
        </g>
      </svg>
    </div>
  );
}
