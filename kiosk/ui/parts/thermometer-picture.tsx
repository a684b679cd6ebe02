import type { JSX } from 'preact';

/** The forehead close to the device on its stand, not touching it. */
export function ThermometerPicture({ label }: { readonly label: string }): JSX.Element {
  return (
    <div class="measuring-picture">
      <svg viewBox="0 0 960 780" role="img" aria-label={label}>
        <circle class="halo halo-wide" cx="480" cy="390" r="380" />
        <circle class="halo" cx="480" cy="390" r="284" />
        <ellipse class="floor" cx="500" cy="720" rx="400" ry="28" />
        <path class="shirt" d="M206 714c0-130 40-210 140-232h100c70 20 104 96 104 232z" />
        <path class="collar" d="M338 488c20 46 96 46 122 0" />
        <path class="skin" d="M338 320h124v180c-36 34-88 34-124 0z" />
        <g transform="translate(-128 -16) scale(1.72)">
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
        <path class="warm-ray" d="M590 132h26M590 180h26M590 228h26" />
        <path class="near-line" d="M560 320h96" />
        <path class="near-ends" d="m576 302-18 18 18 18M640 302l18 18-18 18" />
        <path class="scale-column" d="M756 700V300" />
        <path class="table-leg" d="M676 712h164" />
        <rect class="monitor-body" x="668" y="84" width="180" height="252" rx="40" />
        <rect class="monitor-screen" x="694" y="112" width="128" height="84" rx="18" />
        <path class="scale-digits" d="M716 154h22M756 154h44" />
        <circle class="monitor-button-ring" cx="758" cy="262" r="44" />
        <circle class="monitor-button" cx="758" cy="262" r="26" />
      </svg>
    </div>
  );
}
