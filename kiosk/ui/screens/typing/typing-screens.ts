/** The screens with keys: nobody needs them at first, so that the page loads them beside (`late-screens.ts`). */
export { PhoneNumber } from './phone-number.tsx';
export { SayNumberBack } from './say-number-back.tsx';
export { TypeNumber } from './type-number.tsx';
export { WhenBorn } from './when-born.tsx';
export { WhoAreYou } from './who-are-you.tsx';
