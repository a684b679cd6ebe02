export { examinedOximeter as examined } from '../oximeters.exam.ts';
