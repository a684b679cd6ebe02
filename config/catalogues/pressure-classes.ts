/**
 * What a blood pressure is called to the patient: how it lies to what is usual, never a disease. One sitting makes no diagnosis, and whoever
 * reads it with the patient says what it means.
 *
 * A class begins where either number reaches its border, systolic or diastolic in mm[Hg]; of two classes the higher one counts.
 *
 * | class       | begins at                                   | source                                                                   |
 * | ----------- | ------------------------------------------- | ------------------------------------------------------------------------ |
 * | `low`       | below 90 or below 60                        | NHS, "Low blood pressure (hypotension)": lower than 90/60                |
 * | `usual`     | 90/60                                       | what lies between                                                        |
 * | `raised`    | the site's `measuring.line`, 135/85         | ESH 2023: 135/85 for readings with nobody beside and at home             |
 * | `high`      | as far above the line as 150/95 from 135/85 | NICE NG136 (2019): stage 2 at home and by day, 150/95. Moving with the   |
 * |             |                                             | line is a choice of ours                                                 |
 * | `very-high` | the site's `measuring.crisis`, 180/110      | ESH 2023, grade 3 (QĐ 5904/QĐ-BYT has 180/120: the site's to set)        |
 *
 * The words "usual", "raised" … and that `low` gives way to every other class are choices of ours.
 */
export const pressureClasses = ['low', 'usual', 'raised', 'high', 'very-high'] as const;

export type PressureClass = (typeof pressureClasses)[number];

/** mm[Hg]. */
export interface Pressure {
  readonly systolic: number;
  readonly diastolic: number;
}

/** The borders that a site sets: `measuring` of the site file. */
export interface PressureBorders {
  readonly line: Pressure;
  readonly crisis: Pressure;
}

const lowest: Pressure = { systolic: 90, diastolic: 60 };
const highAboveLine: Pressure = { systolic: 15, diastolic: 10 };

/** `undefined` where nothing is judged: the site measures without a protocol, and has no borders. */
export function pressureClassOf(mean: Pressure, borders: PressureBorders | undefined): PressureClass | undefined {
  if (!borders) return undefined;
  const { line, crisis } = borders;
  if (reaches(mean, crisis)) return 'very-high';
  const high: Pressure = {
    systolic: line.systolic + highAboveLine.systolic,
    diastolic: line.diastolic + highAboveLine.diastolic,
  };
  if (reaches(mean, high)) return 'high';
  if (reaches(mean, line)) return 'raised';
  return mean.systolic < lowest.systolic || mean.diastolic < lowest.diastolic ? 'low' : 'usual';
}

function reaches({ systolic, diastolic }: Pressure, border: Pressure): boolean {
  return systolic >= border.systolic || diastolic >= border.diastolic;
}
