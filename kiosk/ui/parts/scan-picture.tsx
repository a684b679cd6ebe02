import type { JSX } from 'preact';

interface ScanPictureProps {
  readonly holds: keyof typeof held;
  readonly label: string;
}

/** A hand holds a square code over the lit window of the reader. Moves only to explain that. */
export function ScanPicture({ holds, label }: ScanPictureProps): JSX.Element {
  const Held = held[holds];
  return (
    <div class="scan-picture">
      <svg viewBox="0 0 960 860" role="img" aria-label={label}>
        <Gradients />
        <circle class="halo halo-wide" cx="480" cy="410" r="400" />
        <circle class="halo" cx="480" cy="410" r="300" />
        <ellipse class="floor" cx="480" cy="806" rx="390" ry="40" />
        <Reader />
        <path class="beam" d="M372 660 250 330h460L588 660z" fill="url(#scan-beam)" />
        <g class="hand-and-card">
          <Palm />
          <Held />
          <Thumb />
        </g>
        <g class="chevrons">
          <path d="m436 546 44 38 44-38" />
          <path d="m436 588 44 38 44-38" />
        </g>
      </svg>
    </div>
  );
}

function Gradients(): JSX.Element {
  return (
    <defs>
      <linearGradient id="scan-beam" x1="0" y1="1" x2="0" y2="0">
        <stop class="beam-near" offset="0" />
        <stop class="beam-far" offset="1" />
      </linearGradient>
      <linearGradient id="scan-body" x1="0" y1="0" x2="0" y2="1">
        <stop class="body-top" offset="0" />
        <stop class="body-bottom" offset="1" />
      </linearGradient>
      <linearGradient id="scan-card" x1="0" y1="0" x2="1" y2="1">
        <stop class="card-near" offset="0" />
        <stop class="card-far" offset="1" />
      </linearGradient>
    </defs>
  );
}

function Reader(): JSX.Element {
  return (
    <g class="reader">
      <path d="M208 700h544l44 96a18 18 0 0 1-16 26H180a18 18 0 0 1-16-26z" fill="url(#scan-body)" />
      <rect class="reader-top" x="190" y="636" width="580" height="84" rx="30" />
      <rect class="reader-frame" x="340" y="644" width="280" height="52" rx="22" />
      <rect class="reader-window" x="354" y="653" width="252" height="34" rx="15" />
      <rect class="reader-shine" x="372" y="660" width="92" height="8" rx="4" />
      <circle class="reader-light" cx="706" cy="678" r="10" />
    </g>
  );
}

const held = { card: EveryCard, ticket: Ticket, phone: Phone, passport: Passport };

/** One card after the other, each with the side that bears its code: the CCCD's front, the new Căn cước's back, the insurance card. */
function EveryCard(): JSX.Element {
  return (
    <g class="card-sides">
      <g class="card-side">
        <Card />
      </g>
      <g class="card-side">
        <CardBack />
      </g>
      <g class="card-side">
        <InsuranceCard />
      </g>
    </g>
  );
}

function BlankCard(): JSX.Element {
  return (
    <>
      <rect class="card-shadow" x="258" y="222" width="424" height="268" rx="28" />
      <rect x="258" y="208" width="424" height="268" rx="28" fill="url(#scan-card)" />
    </>
  );
}

/** The back of a Căn cước: the chip, the code beside it, the lines that machines read. */
function CardBack(): JSX.Element {
  return (
    <g transform="rotate(-4 470 340)">
      <BlankCard />
      <rect class="card-chip" x="292" y="236" width="78" height="60" rx="12" />
      <path class="card-chip-line" d="M292 266h78M318 236v60M344 236v60" />
      <path class="card-line" d="M408 252h104M408 286h76" />
      <path class="card-zone" d="M292 380h196M292 410h196M292 440h196" />
      <SquareCode />
    </g>
  );
}

/** A health insurance card: a cross, no photograph. */
function InsuranceCard(): JSX.Element {
  return (
    <g transform="rotate(-4 470 340)">
      <BlankCard />
      <path class="card-band insured" d="M258 236a28 28 0 0 1 28-28h368a28 28 0 0 1 28 28v24H258z" />
      <path class="card-band-line" d="M340 234h220" />
      <path class="card-cross" d="M296 222v24M284 234h24" />
      <path class="card-line" d="M292 302h180M292 340h200M292 378h160M292 416h190" />
      <SquareCode />
    </g>
  );
}

/** VNeID or VssID, with the code in the middle of the screen. */
function Phone(): JSX.Element {
  return (
    <g transform="rotate(-4 480 320)">
      <rect class="card-shadow" x="362" y="104" width="260" height="440" rx="40" />
      <rect class="phone-body" x="362" y="90" width="260" height="440" rx="40" />
      <rect class="phone-screen" x="378" y="110" width="228" height="400" rx="26" />
      <path class="card-band" d="M378 136a26 26 0 0 1 26-26h176a26 26 0 0 1 26 26v34H378z" />
      <path class="card-band-line" d="M424 140h120" />
      <path class="card-line" d="M424 208h136M444 240h96" />
      <g transform="translate(-370 -168) scale(1.440)">
        <SquareCode />
      </g>
    </g>
  );
}

/** The page with the photograph, and the two lines that machines read. */
function Passport(): JSX.Element {
  return (
    <g transform="rotate(-4 470 320)">
      <rect class="card-shadow" x="238" y="194" width="464" height="320" rx="24" />
      <path class="passport-cover" d="M238 150a24 24 0 0 1 24-24h416a24 24 0 0 1 24 24v40H238z" />
      <rect x="238" y="180" width="464" height="320" rx="24" fill="url(#scan-card)" />
      <rect class="card-photo" x="266" y="212" width="124" height="158" rx="14" />
      <circle class="card-face" cx="328" cy="272" r="29" />
      <path class="card-face" d="M276 370c2-70 102-70 104 0z" />
      <path class="card-line" d="M420 236h180M420 274h130M420 312h160M420 350h110" />
      <rect class="zone-frame" x="256" y="392" width="428" height="88" rx="14" />
      <path class="card-zone strong" d="M274 420h392M274 454h392" />
    </g>
  );
}

function Card(): JSX.Element {
  return (
    <g transform="rotate(-4 470 340)">
      <BlankCard />
      <path class="card-band" d="M258 236a28 28 0 0 1 28-28h368a28 28 0 0 1 28 28v24H258z" />
      <path class="card-band-line" d="M330 234h180" />
      <circle class="card-emblem" cx="294" cy="234" r="13" />
      <rect class="card-photo" x="284" y="284" width="112" height="144" rx="14" />
      <circle class="card-face" cx="340" cy="338" r="27" />
      <path class="card-face" d="M293 428c2-64 92-64 94 0z" />
      <path class="card-line" d="M422 300h92M422 334h70M422 368h82M422 402h54" />
      <SquareCode />
    </g>
  );
}

/** What the printer of this kiosk gives: a number, a line or two, the code, a torn edge. */
function Ticket(): JSX.Element {
  const edge = 'l-22 16-22-16-22 16-22-16-22 16-22-16-22 16-22-16-22 16-22-16-22 16-22-16-22 16-22-16z';
  return (
    <g transform="rotate(-4 480 320)">
      <path class="card-shadow" d={`M360 144h308v358${edge}`} />
      <path class="paper" d={`M360 130h308v358${edge}`} />
      <text class="paper-number" x="514" y="206">
        A012
      </text>
      <path class="card-line" d="M440 246h148M464 276h100" />
      <g transform="translate(-298 -128) scale(1.360)">
        <SquareCode />
      </g>
    </g>
  );
}

function SquareCode(): JSX.Element {
  return (
    <>
      <rect class="card-code-frame" x="534" y="330" width="126" height="126" rx="18" />
      <path
        class="card-code"
        d="M548 344h34v34h-34zM612 344h34v34h-34zM548 408h34v34h-34zM591 350h12v12h-12zM591 374h12v22h-12zM610 388h14v12h-14zM632 388h14v22h-14zM591 406h12v12h-12zM612 412h12v12h-12zM628 428h18v14h-18zM600 430h14v12h-14zM552 387h12v12h-12zM572 387h10v12h-10z"
      />
      <path class="card-code-eye" d="M556 352h18v18h-18zM620 352h18v18h-18zM556 416h18v18h-18z" />
      <path class="card-code" d="M561 357h8v8h-8zM625 357h8v8h-8zM561 421h8v8h-8z" />
    </>
  );
}

function Palm(): JSX.Element {
  return (
    <g>
      <path class="sleeve" d="M1400 30 848 172c-14 4-22 16-20 30l34 196c3 14 16 23 30 20l508-96z" />
      <path
        class="cuff"
        d="m838 168 22-6c14-4 28 5 31 19l38 206c3 14-7 27-21 29l-18 3c-13 2-25-6-28-19l-40-205c-3-12 4-24 16-27z"
      />
      <path class="skin" d="M842 196c-60-8-128 4-176 30-30 16-44 38-44 66l8 92c3 36 30 56 70 58 66 4 124-12 172-44z" />
      <path class="skin-fold" d="M694 402c40 6 84 0 124-18" />
    </g>
  );
}

function Thumb(): JSX.Element {
  return (
    <g>
      <path class="thumb-shade" d="M746 246c-46 0-92 12-132 32" />
      <path class="thumb" d="M746 238c-46 0-92 12-132 32" />
      <path class="nail" d="M598 280c4-12 14-19 28-24" />
    </g>
  );
}
