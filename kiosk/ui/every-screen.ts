/** What the page loads once its first screen stands: every screen and every question (`late-code.ts`). */
export { createBell } from './bell/bell.ts';
export { isQuestion, nameWithStage, offersOfQuestion, stepOfQuestion } from './question-views.ts';
export { ScreenView } from './screens/screen-view.tsx';
export { warmUpScreens } from './warm-up.tsx';
