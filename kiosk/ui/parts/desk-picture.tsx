import type { JSX } from 'preact';

/** Somebody behind a reception desk. */
export function DeskPicture(): JSX.Element {
  return (
    <svg class="desk-picture" viewBox="0 0 480 360" aria-hidden="true">
      <circle class="halo halo-wide" cx="240" cy="180" r="178" />
      <circle class="halo" cx="240" cy="180" r="136" />
      <path class="desk-coat" d="M150 262c0-66 40-100 90-100s90 34 90 100z" />
      <path class="desk-collar" d="m212 166 28 42 28-42-28-8z" />
      <path class="skin" d="M222 138h36v30c-10 10-26 10-36 0z" />
      <path class="desk-hair" d="M186 108c0-40 24-62 54-62s54 22 54 62c0 22-4 34-10 46h-88c-6-12-10-24-10-46z" />
      <path class="skin" d="M200 108c0-14 6-22 14-26 20 10 42 12 60 4 4 6 6 14 6 22 0 30-18 50-40 50s-40-20-40-50z" />
      <path class="desk-smile" d="M226 128c8 8 20 8 28 0" />
      <path class="desk-cross" d="M286 216v28M272 230h28" />
      <rect class="desk-top" x="60" y="252" width="360" height="26" rx="13" />
      <path class="desk-front" d="M82 278h316v50a16 16 0 0 1-16 16H98a16 16 0 0 1-16-16z" />
      <path class="desk-line" d="M112 310h76M292 310h76" />
      <circle class="desk-sign" cx="240" cy="310" r="20" />
      <path class="desk-sign-mark" d="M240 308v10M240 300h.010" />
    </svg>
  );
}
