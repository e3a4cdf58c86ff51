// Addresses that are asked for in more than one place.

/** More curves than this are not drawn. */
export const CURVES_MAX = 500;

/** The curves of a sweep with at most so many points each: all of them, or a fair choice. */
export const curvesOf = (sweep: string, points: number, metric?: string): string =>
  `/sweeps/${sweep}/curves?max_points=${points}&trials=${CURVES_MAX}&choice=fair${metric ? `&metric=${metric}` : ""}`;

/** Points of each curve beside other things, and on a page of their own. */
export const POINTS = { small: 120, large: 300 };

/** What the first page of a sweep reads. */
export const answerOf = (sweep: string): string[] => [
  `/sweeps/${sweep}`,
  `/sweeps/${sweep}/configurations`,
  `/sweeps/${sweep}/best`,
  curvesOf(sweep, POINTS.small),
];
