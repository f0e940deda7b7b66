// Figures
export { type SweepOptions, sweepFigure } from "./sweep.ts"
export type { Axis, Curve, Figure, FigureContent, Panel, PngOptions, Point } from "./figure.ts"
export type { TextOptions } from "./text.ts"
export type { Color } from "./palette.ts"
