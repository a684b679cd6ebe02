import type { JSX } from 'preact';

/** How to sit: back and feet supported, arm on the table, the cuff on the bare upper arm as high as the heart, mouth closed. */
export function SittingPicture({ label }: { readonly label: string }): JSX.Element {
  return (
    <div class="measuring-picture">
      <svg viewBox="0 0 960 780" role="img" aria-label={label}>
        <circle class="halo halo-wide" cx="470" cy="390" r="380" />
        <circle class="halo" cx="470" cy="390" r="284" />
        <ellipse class="floor" cx="480" cy="742" rx="430" ry="30" />
        <Chair />
        <Body />
        <Table />
        <Monitor />
        <Arm />
        <Heart />
      </svg>
    </div>
  );
}

function Chair(): JSX.Element {
  return (
    <g class="chair">
      <path class="chair-leg" d="M196 560v172M408 560v172" />
      <rect class="chair-back" x="166" y="262" width="44" height="300" rx="22" />
      <rect class="chair-seat" x="166" y="536" width="272" height="40" rx="20" />
    </g>
  );
}

function Body(): JSX.Element {
  return (
    <g>
      <path class="skin" d="M284 196h68v62h-68z" />
      <path class="trousers" d="M262 496h222v200" />
      <path class="shoe" d="M448 738a10 10 0 0 1-10-10v-22c0-10 8-18 18-18h52c8 0 12 4 18 8l36 22c8 5 6 20-6 20z" />
      <path class="shirt" d="M222 536c-8-90-10-190 10-252 8-24 26-36 52-38h72c26 2 40 16 44 40 8 60 0 160-12 250z" />
      <path class="collar" d="M280 246c10 30 62 34 78 2" />
      <path
        class="skin"
        d="M262 132c0-46 30-74 70-74 40 0 62 28 64 66l14 30c3 6 0 11-7 12l-9 1v20c0 18-12 28-30 28h-40c-40 0-62-38-62-83z"
      />
      <path
        class="hair"
        d="M398 104c-2-44-32-68-72-68-50 0-80 36-80 86 0 34 12 60 30 76 10-8 14-20 14-36 0-14 8-22 18-22 8 0 12 6 12 14 16-10 26-28 28-48 14 4 34 2 50-2z"
      />
      <path class="closed" d="M372 188h20" />
      <path class="closed" d="M362 134c6 5 14 5 20 0" />
    </g>
  );
}

function Table(): JSX.Element {
  return (
    <g>
      <path class="table-leg" d="M838 428v304" />
      <path class="table-leg" d="M768 732h140" />
      <rect class="table-top" x="428" y="402" width="490" height="32" rx="16" />
    </g>
  );
}

function Monitor(): JSX.Element {
  return (
    <g>
      <path class="monitor-body" d="M742 290a20 20 0 0 1 20-20h108a20 20 0 0 1 20 20v112H742z" />
      <rect class="monitor-screen" x="762" y="290" width="108" height="52" rx="10" />
      <path class="monitor-pulse" d="M774 318h22l8-14 14 26 10-16 6 4h24" />
      <circle class="monitor-button" cx="816" cy="372" r="16" />
    </g>
  );
}

/** The line shows what "as high as the heart" means. */
function Heart(): JSX.Element {
  return (
    <g>
      <path
        class="heart"
        d="M288 362c-26-18-34-32-34-46 0-12 8-20 18-20 7 0 13 4 16 10 3-6 9-10 16-10 10 0 18 8 18 20 0 14-8 28-34 46z"
      />
      <path class="heart-line" d="M336 326h38" />
    </g>
  );
}

function Arm(): JSX.Element {
  return (
    <g>
      <path class="tube" d="M436 346c36-66 130-120 190-60 40 40 60 70 124 76" />
      <path class="bare-arm" d="M342 276 456 372 640 374" />
      <path class="skin" d="M626 346h44c22 0 40 10 58 24 8 7 4 20-8 22-30 6-62 8-94 6z" />
      <circle class="short-sleeve-top" cx="330" cy="266" r="37" />
      <path class="short-sleeve" d="M330 266 360 291" />
      <path class="arm-cuff" d="m396 321 40 34" />
    </g>
  );
}
