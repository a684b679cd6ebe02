import type { JSX } from 'preact';

/** Barefoot and upright in the middle of the scale, arms at the sides. */
export function ScalePicture({ label }: { readonly label: string }): JSX.Element {
  return (
    <div class="measuring-picture">
      <svg viewBox="0 0 960 780" role="img" aria-label={label}>
        <circle class="halo halo-wide" cx="480" cy="390" r="380" />
        <circle class="halo" cx="480" cy="390" r="284" />
        <ellipse class="floor" cx="490" cy="744" rx="380" ry="28" />
        <path class="scale-column" d="M708 700V236" />
        <rect class="monitor-body" x="620" y="152" width="176" height="112" rx="26" />
        <rect class="monitor-screen" x="642" y="174" width="132" height="68" rx="14" />
        <path class="scale-digits" d="M668 208h24M710 208h36" />
        <path class="trousers" d="M432 452v190M522 452v190" />
        <path class="barefoot" d="M430 690v-60M524 690v-60" />
        <path class="skin" d="M392 700c0-18 16-30 38-30s30 12 30 30zM494 700c0-18 10-30 30-30s38 12 38 30z" />
        <path class="bare-arm" d="M360 270v200M594 270v200" />
        <path class="skin" d="M446 186h62v62h-62z" />
        <path
          class="shirt"
          d="M352 292c0-40 24-62 62-66l34-4c20 22 38 22 58 0l34 4c38 4 62 26 62 66v66l-44 6v122H396V364l-44-6z"
        />
        <path class="collar" d="M444 226c14 26 52 26 66 0" />
        <path class="skin" d="M410 118c0-46 28-70 67-70s67 24 67 70c0 50-26 86-67 86s-67-36-67-86z" />
        <path
          class="hair"
          d="M404 128c-6-66 26-104 74-104s80 38 74 104c-6-4-10-14-12-26-30 4-70-2-96-26-12 22-20 34-28 36-2 8-6 14-12 16z"
        />
        <path class="closed" d="M446 132h16M494 132h16M462 174c10 6 22 6 32 0" />
        <rect class="scale-plate" x="312" y="698" width="420" height="40" rx="20" />
      </svg>
    </div>
  );
}
