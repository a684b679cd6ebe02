import type { JSX } from 'preact';

/** The strip of the meter touches a drop of blood on a fingertip. */
export function GlucosePicture({ label }: { readonly label: string }): JSX.Element {
  return (
    <div class="measuring-picture">
      <svg viewBox="0 0 960 780" role="img" aria-label={label}>
        <circle class="halo halo-wide" cx="480" cy="390" r="380" />
        <circle class="halo" cx="480" cy="390" r="284" />
        <ellipse class="floor" cx="480" cy="716" rx="400" ry="30" />
        <g transform="rotate(-14 650 420)">
          <path class="strip" d="M430 404h140v56H430a14 14 0 0 1-14-14v-28a14 14 0 0 1 14-14z" />
          <path class="strip-mark" d="M430 432h40" />
          <rect class="monitor-body" x="548" y="250" width="300" height="364" rx="80" />
          <rect class="monitor-screen" x="594" y="302" width="208" height="130" rx="26" />
          <path class="scale-digits" d="M632 366h34M694 366h66" />
          <circle class="monitor-button-ring" cx="698" cy="524" r="52" />
          <circle class="monitor-button" cx="698" cy="524" r="38" />
        </g>
        <path class="big-arm" d="M40 690 170 620" />
        <path class="glucose-finger" d="M150 610 350 520" />
        <path class="nail-big" d="M330 482c20-12 46-6 56 12" />
        <path class="skin" d="M96 560c60-34 120-30 160 10l30 90c-60 50-140 60-196 30z" />
        <path class="glucose-finger folded" d="M170 640 300 640" />
        <path class="skin-fold" d="M236 604c30 4 54 4 78 0" />
        <path class="blood" d="M408 452c20 26 26 40 26 52 0 16-12 26-26 26s-26-10-26-26c0-12 6-26 26-52z" />
      </svg>
    </div>
  );
}
