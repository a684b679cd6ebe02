import type { JSX } from 'preact';

/** The cuff where it belongs: close around the bare upper arm, clear of the elbow, the forearm resting on the table. */
export function CuffPicture({ label }: { readonly label: string }): JSX.Element {
  return (
    <div class="measuring-picture">
      <svg viewBox="0 0 960 780" role="img" aria-label={label}>
        <circle class="halo halo-wide" cx="480" cy="390" r="380" />
        <circle class="halo" cx="480" cy="390" r="284" />
        <ellipse class="floor" cx="500" cy="690" rx="420" ry="30" />
        <rect class="table-top" x="250" y="612" width="640" height="44" rx="22" />
        <path class="big-arm" d="M190 196 428 516" />
        <path class="skin" d="M372 470c20 90 40 128 96 130l250-8v-88l-200-30z" />
        <Hand />
        <path class="skin-fold" d="M450 462c-4 22-14 38-30 50" />
        <circle class="big-shoulder" cx="164" cy="160" r="95" />
        <path class="big-sleeve" d="M164 160 224 240" />
        <path class="big-hem" d="m148 297 152-114" />
        <path class="big-tube" d="M372 340c80-70 190-60 230 20 40 78 120 90 300 70" />
        <path class="big-cuff" d="m266 300 84 114" />
        <path class="big-cuff-edge" d="m196 352 140-104M280 466l140-104" />
        <circle class="good-mark" cx="700" cy="250" r="74" />
        <path class="good-mark-tick" d="m664 252 26 26 46-50" />
      </svg>
    </div>
  );
}

/** Palm up, at rest. */
function Hand(): JSX.Element {
  return (
    <g>
      <path class="skin" d="M700 504c36-14 74-16 104 0v90H700z" />
      <path
        class="finger-line"
        d="M790 516c30-4 58-2 88 8M796 544c34 0 66 2 98 10M796 570c32 2 58 4 86 8M720 520c20-24 44-40 74-48"
      />
      <path class="skin-fold" d="M806 530c24 0 44 2 64 7M808 557c26 2 46 3 66 6" />
    </g>
  );
}
